using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Nodes;
using HtmxFlows.Tests.Runs;

namespace HtmxFlows.Tests.Nodes;

public sealed class StoreNodeTests : IDisposable
{
    readonly TemporaryFolder folder = new();
    readonly IDatabase database;

    public StoreNodeTests() => database = folder.Open();

    public void Dispose()
    {
        database.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task What_was_put_is_got_back_with_its_type()
    {
        Assert.Equal("""{"collection":"c","key":"k","value":{"n":1.50}}""", await Do("""{"operation": "put", "key": "k", "value": "{{input}}"}""", """{"input":{"n":1.50}}"""));
        Assert.Equal("""{"n":1.50}""", await Do("""{"operation": "get", "key": "k"}"""));
    }

    [Fact]
    public async Task Without_a_value_the_input_is_put()
    {
        await Do("""{"operation": "put", "key": "k"}""", """{"input":[1]}""");
        Assert.Equal("[1]", await Do("""{"operation": "get", "key": "k"}"""));
    }

    [Fact]
    public async Task A_second_put_replaces_the_first()
    {
        await Do("""{"operation": "put", "key": "k", "value": "1"}""");
        await Do("""{"operation": "put", "key": "k", "value": "2"}""");
        Assert.Equal("\"2\"", await Do("""{"operation": "get", "key": "k"}"""));
    }

    [Fact]
    public async Task What_is_not_there_is_null() => Assert.Equal("null", await Do("""{"operation": "get", "key": "nope"}"""));

    [Fact]
    public async Task Delete_says_whether_there_was_something()
    {
        await Do("""{"operation": "put", "key": "k", "value": "1"}""");
        Assert.Equal("""{"collection":"c","key":"k","deleted":true}""", await Do("""{"operation": "delete", "key": "k"}"""));
        Assert.Equal("""{"collection":"c","key":"k","deleted":false}""", await Do("""{"operation": "delete", "key": "k"}"""));
        Assert.Equal("null", await Do("""{"operation": "get", "key": "k"}"""));
    }

    [Fact]
    public async Task List_gives_the_values_in_the_order_of_their_keys_and_those_alone_whose_keys_begin_so()
    {
        foreach (var key in new[] { "b%1", "a", "b_2", "bx" })
            await Do($$"""{"operation": "put", "key": "{{key}}", "value": 1}""");
        await Do("""{"operation": "put", "collection": "other", "key": "b%9", "value": 1}""");
        Assert.Equal("""[{"key":"a","value":1},{"key":"b%1","value":1},{"key":"b_2","value":1},{"key":"bx","value":1}]""", await Do("""{"operation": "list"}"""));
        Assert.Equal("""[{"key":"b%1","value":1}]""", await Do("""{"operation": "list", "key": "b%"}"""));
        Assert.Equal("""[{"key":"b_2","value":1}]""", await Do("""{"operation": "list", "key": "b_"}"""));
    }

    [Fact]
    public async Task A_list_that_is_too_long_is_an_error_and_not_cut()
    {
        await database.Write(writer =>
        {
            for (var n = 0; n <= 1000; n++)
                writer.Execute("INSERT INTO store_entries (collection, key, value, updated_at) VALUES ('c', $0, '1', '')", $"{n}");
            return 0;
        });
        Assert.Equal("The collection `c` has more than 1000 values. Set Key to a prefix, or set Limit.", await Failure("""{"operation": "list"}"""));
        Assert.Equal(112, Json.Parse(await Do("""{"operation": "list", "key": "1"}""")).GetArrayLength());
    }

    [Fact]
    public async Task A_list_of_values_that_are_together_too_large_is_an_error()
    {
        var limits = new NodeLimits { OutputBytes = 20 };
        foreach (var key in new[] { "a1", "a2", "b1" })
            await Do($$"""{"operation": "put", "key": "{{key}}", "value": 123456789}""");
        Assert.Equal("The values of the collection `c` exceed 20 bytes together, the limit of an output. Set Key to a prefix, or set Limit.", await Failure("""{"operation": "list"}""", limits));
        Assert.Equal("""[{"key":"a1","value":123456789},{"key":"a2","value":123456789}]""", await Do("""{"operation": "list", "key": "a"}""", limits: limits));
    }

    [Theory]
    [InlineData("""{"operation": "get", "collection": "c", "key": "k"}""")]
    [InlineData("""{"operation": "list", "collection": "c"}""")]
    public async Task Get_and_list_do_not_wait_for_the_writer(string data)
    {
        await Do("""{"operation": "put", "key": "k", "value": 1}""");
        using var free = new ManualResetEventSlim();
        var busy = database.Write(_ => free.Wait(Waiting.Patience));
        Assert.Contains("1", await Do(data), StringComparison.Ordinal);
        free.Set();
        Assert.True(await busy.Soon());
    }

    [Fact]
    public async Task A_run_reads_what_it_has_put_before()
    {
        await using var engine = Engine.Start();
        var end = await engine.Run(
            """
            put store {"operation": "put", "collection": "c", "key": "k", "value": 1}
            get store {"operation": "get", "collection": "c", "key": "k"}
            count store {"operation": "increment", "collection": "c", "key": "k", "value": "{{get}}"}
            list store {"operation": "list", "collection": "c"}
            put -> get -> count -> list
            """);
        Assert.Equal(("1", """[{"key":"k","value":2}]"""), (end.Node("get").Output?.GetRawText(), end.Node("list").Output?.GetRawText()));
    }

    [Fact]
    public async Task A_list_is_read_in_parts_by_a_limit_and_the_last_key_before()
    {
        foreach (var key in new[] { "a1", "a2", "a3", "b1" })
            await Do($$"""{"operation": "put", "key": "{{key}}", "value": 1}""");
        Assert.Equal("""[{"key":"a1","value":1},{"key":"a2","value":1}]""", await Do("""{"operation": "list", "key": "a", "limit": 2}"""));
        Assert.Equal("""[{"key":"a3","value":1}]""", await Do("""{"operation": "list", "key": "a", "limit": 2, "after": "{{input}}"}""", """{"input": "a2"}"""));
        Assert.Equal("[]", await Do("""{"operation": "list", "limit": 2, "after": "b1"}"""));
    }

    [Fact]
    public async Task Get_gives_the_default_with_its_type_if_there_is_nothing()
    {
        Assert.Equal("""{"n":1.50}""", await Do("""{"operation": "get", "key": "k", "default": "{{input}}"}""", """{"input":{"n":1.50}}"""));
        Assert.Equal("0", await Do("""{"operation": "get", "key": "k", "default": 0}"""));
        await Do("""{"operation": "put", "key": "k", "value": "{{input}}"}""", """{"input":null}""");
        Assert.Equal("null", await Do("""{"operation": "get", "key": "k", "default": 0}"""));
    }

    [Fact]
    public async Task Add_puts_only_where_nothing_is_and_says_which()
    {
        Assert.Equal("""{"collection":"c","key":"k","value":1,"added":true}""", await Do("""{"operation": "add", "key": "k", "value": 1}"""));
        Assert.Equal("""{"collection":"c","key":"k","value":1,"added":false}""", await Do("""{"operation": "add", "key": "k", "value": 2}"""));
    }

    [Fact]
    public async Task Of_many_that_add_at_once_one_does()
    {
        var outputs = await Task.WhenAll(Enumerable.Range(0, 50).Select(n => Do($$"""{"operation": "add", "key": "k", "value": {{n}} }""")));
        var added = Assert.Single(outputs, output => Json.Parse(output).GetProperty("added").GetBoolean());
        Assert.Equal(Json.Parse(added).GetProperty("value").GetRawText(), await Do("""{"operation": "get", "key": "k"}"""));
    }

    [Fact]
    public async Task A_name_that_no_address_could_hold_is_refused()
    {
        var names = Json.From(new { prompt = new string('k', 1_000_000) }).GetRawText();
        Assert.Equal("The key has 1,000,000 characters; the limit is 500. Use a shorter one. Change the field Key.",
            await NodeTypes.Failure("store", """{"operation": "put", "collection": "c", "key": "{{prompt}}"}""", names));
        Assert.Equal(["collection: Collection has more than 200 characters, the limit."], NodeTypes.Problems("store", $$"""{"operation": "list", "collection": "{{new string('c', 201)}}"}"""));
    }

    [Fact]
    public async Task Append_makes_and_lengthens_a_list_and_gives_its_number_of_items_alone()
    {
        Assert.Equal("""{"collection":"c","key":"k","count":1}""", await Do("""{"operation": "append", "key": "k", "value": "a"}"""));
        Assert.Equal("""{"collection":"c","key":"k","count":2}""", await Do("""{"operation": "append", "key": "k"}""", """{"input":[1]}"""));
        Assert.Equal("""["a",[1]]""", await Do("""{"operation": "get", "key": "k"}"""));
    }

    [Fact]
    public async Task Nothing_can_be_appended_to_what_is_no_list()
    {
        await Do("""{"operation": "put", "key": "k", "value": "text"}""");
        Assert.Equal("`k` in `c` is the text “text”, not a list, so nothing can be appended.", await Failure("""{"operation": "append", "key": "k", "value": "a"}"""));
    }

    [Fact]
    public async Task A_list_does_not_grow_past_the_limit()
    {
        var limits = new NodeLimits { OutputBytes = 20 };
        await Do("""{"operation": "append", "key": "k", "value": "1234567890"}""", limits: limits);
        Assert.Contains("would exceed 20 bytes", await Failure("""{"operation": "append", "key": "k", "value": "1234567890"}""", limits), StringComparison.Ordinal);
        Assert.Equal("""["1234567890"]""", await Do("""{"operation": "get", "key": "k"}"""));
    }

    [Fact]
    public async Task Increment_counts_by_one_or_by_the_value()
    {
        Assert.Equal("""{"collection":"c","key":"k","value":1}""", await Do("""{"operation": "increment", "key": "k"}"""));
        Assert.Equal("""{"collection":"c","key":"k","value":3.5}""", await Do("""{"operation": "increment", "key": "k", "value": "2.5"}"""));
        Assert.Equal("""{"collection":"c","key":"k","value":3.4}""", await Do("""{"operation": "increment", "key": "k", "value": -0.1}"""));
    }

    [Theory]
    [InlineData("5", "\"a\"")]
    [InlineData("5", "[1]")]
    [InlineData("\"five\"", "1")]
    [InlineData("1e400", "1")]
    public async Task What_cannot_be_counted_fails_and_changes_nothing(string before, string by)
    {
        await Do($$"""{"operation": "put", "key": "k", "value": {{before}} }""");
        Assert.StartsWith("`k` in `c` cannot be incremented:", await Failure($$"""{"operation": "increment", "key": "k", "value": {{by}} }"""), StringComparison.Ordinal);
        Assert.Equal(before, await Do("""{"operation": "get", "key": "k"}"""));
    }

    [Fact]
    public async Task Counting_at_once_loses_nothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Do("""{"operation": "increment", "key": "k"}""")));
        Assert.Equal("200", await Do("""{"operation": "get", "key": "k"}"""));
    }

    [Theory]
    [InlineData("'; DROP TABLE store_entries; --")]
    [InlineData("../../etc/passwd")]
    [InlineData("😀")]
    public async Task A_hostile_key_is_a_key(string prompt)
    {
        var names = Json.From(new { prompt }).GetRawText();
        await Do("""{"operation": "put", "key": "{{prompt}}", "value": 1}""", names);
        Assert.Equal("1", await Do("""{"operation": "get", "key": "{{prompt}}"}""", names));
        Assert.Equal(prompt, Json.Parse(await Do("""{"operation": "list", "key": "{{prompt}}"}""", names))[0].GetProperty("key").GetString());
    }

    [Fact]
    public async Task An_empty_key_fails() =>
        Assert.Equal("The key is empty. Enter a name. Change the field Key.",
            await NodeTypes.Failure("store", """{"operation": "get", "collection": "c", "key": "{{prompt}}"}""", """{"prompt": ""}"""));

    [Theory]
    [InlineData("""{"operation": "put", "key": "k"}""", "collection: Collection is required.")]
    [InlineData("""{"collection": "c", "key": "k"}""", "operation: Operation is required.")]
    [InlineData("""{"operation": "take", "collection": "c", "key": "k"}""", "operation: Operation must be one of put, get, delete, list, append, increment, add.")]
    [InlineData("""{"operation": "get", "collection": "c"}""", "key: Key is required.")]
    [InlineData("""{"operation": "get", "collection": "c", "key": " "}""", "key: Key is required.")]
    [InlineData("""{"operation": "list", "collection": "c", "limit": 0}""", "limit: Limit must be a whole number from 1 to 1000.")]
    [InlineData("""{"operation": "list", "collection": "c", "limit": 1.5}""", "limit: Limit must be a whole number from 1 to 1000.")]
    [InlineData("""{"operation": "list", "collection": "c", "limit": 1e400}""", "limit: Limit must be a whole number from 1 to 1000.")]
    [InlineData("""{"operation": "list", "collection": "c", "limit": "9"}""", "limit: Limit must be a whole number from 1 to 1000.")]
    [InlineData("""{"operation": "list", "collection": "c", "after": "{{> x}}"}""", "after: `{{> x}}` is a partial, which is not supported.")]
    public void An_invalid_configuration_of_store_is_reported(string data, string problem) => Assert.Equal([problem], NodeTypes.Problems("store", data));

    async Task<string> Do(string data, string names = "{}", NodeLimits? limits = null)
    {
        var outcome = await NodeTypes.Execute("store", data.Contains("collection", StringComparison.Ordinal) ? data : data.Replace("{\"op", "{\"collection\": \"c\", \"op", StringComparison.Ordinal), names, limits);
        // Reading takes no turn of the one writer.
        return (outcome is NodeOutcome.Reading reading ? database.Read(reading.Read)
            : await database.Write(Assert.IsType<NodeOutcome.Committing>(outcome).Change)).GetRawText();
    }

    async Task<string> Failure(string data, NodeLimits? limits = null) => (await Assert.ThrowsAsync<NodeException>(() => Do(data, limits: limits))).Message;
}
