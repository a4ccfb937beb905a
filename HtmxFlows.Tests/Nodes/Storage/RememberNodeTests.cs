using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Nodes;
using HtmxFlows.Store;
using HtmxFlows.Tests.Runs;

namespace HtmxFlows.Tests.Nodes;

public sealed class RememberNodeTests : IDisposable
{
    readonly TemporaryFolder folder = new();
    readonly IDatabase database;

    public RememberNodeTests() => database = folder.Open();

    public void Dispose()
    {
        database.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_change_of_a_value_is_found_with_the_previous_value()
    {
        const string Data = """{"find": "change", "name": "m"}""";
        Assert.Equal("""{"changed":true,"first":true,"previous":null,"value":4.90}""", await Do(Data, "4.90"));
        Assert.Equal("""{"changed":false,"first":false,"previous":4.90,"value":4.9}""", await Do(Data, "4.9"));
        Assert.Equal("""{"changed":true,"first":false,"previous":4.9,"value":5}""", await Do(Data, "5"));
        Assert.Equal("""{"changed":true,"first":false,"previous":5,"value":null}""", await Do(Data, "null"));
        Assert.Equal("""{"changed":false,"first":false,"previous":null,"value":null}""", await Do(Data, "null"));
    }

    [Fact]
    public async Task Only_a_change_of_a_watched_value_counts_and_a_quiet_first_run_finds_nothing()
    {
        const string Data = """{"find": "change", "name": "m", "watch": [{"path": "price", "type": "number"}], "quietFirst": true}""";
        Assert.Contains("\"changed\":false,\"first\":true", await Do(Data, """{"price": 5, "at": 1}"""), StringComparison.Ordinal);
        Assert.Contains("\"changed\":false,\"first\":false", await Do(Data, """{"price": "5.00", "at": 2}"""), StringComparison.Ordinal);
        Assert.Contains("\"changed\":true", await Do(Data, """{"price": 6, "at": 2}"""), StringComparison.Ordinal);
        Assert.Contains("\"changed\":true", await Do(Data, """{"at": 2}"""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Added_changed_and_removed_items_are_found_by_their_key()
    {
        const string Data = """{"find": "items", "name": "m", "by": [{"path": "id"}]}""";
        Assert.Equal("""{"first":true,"added":[{"id":1,"v":"a"},{"id":2,"v":"b"}],"changed":[],"removed":[]}""", await Do(Data, """[{"id":1,"v":"a"},{"id":2,"v":"b"}]"""));
        Assert.Equal("""{"first":false,"added":[{"id":"1","v":"a"}],"changed":[{"before":{"id":2,"v":"b"},"after":{"v":"c","id":2.0}}],"removed":[{"id":1,"v":"a"}]}""",
            await Do(Data, """[{"v":"c","id":2.0},{"id":"1","v":"a"}]"""));
        Assert.Equal("""{"first":false,"added":[],"changed":[],"removed":[]}""", await Do(Data, """[{"id":"1","v":"a"},{"id":2,"v":"c"}]"""));
        Assert.Equal("""{"first":false,"added":[],"changed":[],"removed":[{"id":"1","v":"a"},{"id":2,"v":"c"}]}""", await Do(Data, "[]"));
    }

    [Fact]
    public async Task Only_watched_values_of_items_count_and_a_quiet_first_run_adds_nothing()
    {
        const string Data = """{"find": "items", "name": "m", "by": [{"path": "id"}], "watch": [{"path": "v"}], "quietFirst": true}""";
        Assert.Equal("""{"first":true,"added":[],"changed":[],"removed":[]}""", await Do(Data, """[{"id":1,"v":1,"at":1}]"""));
        Assert.Equal("""{"first":false,"added":[{"id":2}],"changed":[],"removed":[]}""", await Do(Data, """[{"id":1,"v":1,"at":2},{"id":2}]"""));
    }

    [Fact]
    public async Task Unseen_items_are_given_once_whatever_later_runs_bring()
    {
        const string Data = """{"find": "unseen", "name": "m", "by": [{"path": "url", "ignoreCase": true}]}""";
        Assert.Equal("""[{"url":"/a","n":1},{"url":"/b"}]""", await Do(Data, """[{"url":"/a","n":1},{"url":"/b"},{"url":"/A","n":2}]"""));
        Assert.Equal("""[{"url":"/c"}]""", await Do(Data, """[{"url":"/c"},{"url":"/B"}]"""));
        Assert.Equal("[]", await Do(Data, """[{"url":"/a"}]"""));
    }

    [Fact]
    public async Task The_oldest_unseen_items_are_forgotten_first_and_repeated_ones_are_not()
    {
        const string Data = """{"find": "unseen", "name": "m", "remember": 2, "quietFirst": true}""";
        Assert.Equal("[]", await Do(Data, "[1,2]"));
        Assert.Equal("[3]", await Do(Data, "[1,3]"));
        Assert.Equal("[2]", await Do(Data, "[1,2]"));
    }

    [Fact]
    public async Task Names_are_memories_of_their_own()
    {
        await Do("""{"find": "unseen", "name": "m"}""", "[1]");
        Assert.Equal("[1]", await Do("""{"find": "unseen", "name": "n"}""", "[1]"));
        await database.Write(writer => StoreEntries.Delete(writer, RememberNode.Collection, "m", HtmxFlows.Accounts.Actor.System));
        Assert.Equal("[1]", await Do("""{"find": "unseen", "name": "m"}""", "[1]"));
    }

    [Fact]
    public async Task A_memory_of_another_kind_is_neither_read_nor_replaced()
    {
        const string Other = "`m` holds something else than what this node remembers. Use another name, or delete the entry in the collection `remembered` of the Store.";
        await Do("""{"find": "unseen", "name": "m"}""", "[1]");
        Assert.Equal(Other, await Failure("""{"find": "items", "name": "m"}""", "[1]"));
        Assert.Equal("[]", await Do("""{"find": "unseen", "name": "m"}""", "[1]"));
        await database.Write(writer =>
        {
            StoreEntries.Put(writer, RememberNode.Collection, "m", Json.Parse("""{"find": "unseen", "value": [5]}"""), HtmxFlows.Accounts.Actor.System, DateTimeOffset.UnixEpoch);
            return 0;
        });
        Assert.Equal(Other, await Failure("""{"find": "unseen", "name": "m"}""", "[1]"));
    }

    [Theory]
    [InlineData("""{"find": "items", "name": "m", "by": [{"path": "id"}]}""", """[{"id": 1}, {"id": 1.0}]""", "Item 2 has the same key as an earlier item. Remove duplicates first, or identify items by more values.")]
    [InlineData("""{"find": "items", "name": "m", "by": [{"path": "id"}]}""", """[{"id": null}]""", "Item 1 has no value that identifies it. Use another path, or filter out the item.")]
    [InlineData("""{"find": "unseen", "name": "m", "by": [{"path": "id"}]}""", """[{"id": 1}, {}]""", "Item 2 has no value that identifies it. Use another path, or filter out the item.")]
    [InlineData("""{"find": "unseen", "name": "m"}""", "5", "The items are 5; a list is required. Use one expression that returns a list.")]
    public async Task A_list_that_cannot_be_compared_fails_and_changes_nothing(string data, string input, string problem)
    {
        Assert.Equal(problem, await Failure(data, input));
        Assert.Null(database.Read(connection => StoreEntries.Get(connection, RememberNode.Collection, "m")));
    }

    [Fact]
    public async Task A_memory_does_not_grow_past_the_limit() => Assert.Equal(
        "`m` would remember more than 20 bytes of JSON, the limit. Remember fewer items, or only the values that matter.",
        await Failure("""{"find": "change", "name": "m"}""", "\"a text of many letters\"", new NodeLimits { OutputBytes = 20 }));

    [Fact]
    public async Task Of_runs_at_the_same_time_one_gets_each_item()
    {
        var outputs = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Do("""{"find": "unseen", "name": "m"}""", "[1,2]")));
        Assert.Equal("[1,2]", Assert.Single(outputs, output => output != "[]"));
    }

    [Fact]
    public async Task Runs_compare_with_the_run_before()
    {
        await using var engine = Engine.Start();
        const string Compare = """a remember {"find": "change", "name": "m", "value": "same"}""";
        var (first, second) = (await engine.Run(Compare), await engine.Run(Compare));
        Assert.Equal(("true", "false"), (first.Node("a").Output?.GetProperty("changed").GetRawText(), second.Node("a").Output?.GetProperty("changed").GetRawText()));
    }

    [Fact]
    public async Task A_secret_is_remembered_masked()
    {
        var node = NodeTypes.Catalogue.Find("remember")!;
        var context = NodeTypes.Context() with { Secrets = new([new("KEY", "swordfish-4711")]) };
        var outcome = await node.Execute(node.Read(Json.Parse("""{"find": "change", "name": "m", "value": "{{secrets.KEY}}"}""")).Configuration!, context, TestContext.Current.CancellationToken);
        await database.Write(Assert.IsType<NodeOutcome.Committing>(outcome).Change);
        Assert.Equal("•••KEY•••", database.Read(connection => StoreEntries.Get(connection, RememberNode.Collection, "m"))!.Value.GetProperty("value").GetString());
    }

    [Theory]
    [InlineData("""{"find": "change"}""", "name: Name is required.")]
    [InlineData("""{"name": "m"}""", "find: Find is required.")]
    [InlineData("""{"find": "change", "name": "m", "by": [{"path": "a"}]}""", "by: Identified by is for items and unseen. Delete it, or change Find.")]
    [InlineData("""{"find": "unseen", "name": "m", "watch": [{"path": "a"}]}""", "watch: Watch is for change and items. Delete it, or change Find.")]
    [InlineData("""{"find": "unseen", "name": "m", "remember": 0}""", "remember: Remember must be a whole number from 1 to 100000.")]
    public void A_bad_configuration_is_a_problem(string data, string problem) => Assert.Equal([problem], NodeTypes.Problems("remember", data));

    [Fact]
    public void A_name_that_no_address_could_hold_is_a_problem() => Assert.Equal(["name: The key has 501 characters; the limit is 500. Use a shorter one."],
        NodeTypes.Problems("remember", $$"""{"find": "change", "name": "{{new string('n', 501)}}"}"""));

    async Task<string> Do(string data, string input, NodeLimits? limits = null) =>
        (await database.Write(Assert.IsType<NodeOutcome.Committing>(await NodeTypes.Execute("remember", data, $$"""{"input": {{input}}}""", limits)).Change)).GetRawText();

    async Task<string> Failure(string data, string input, NodeLimits? limits = null) => (await Assert.ThrowsAsync<NodeException>(() => Do(data, input, limits))).Message;
}
