using FsCheck;
using FsCheck.Fluent;
using HtmxFlows.Data;
using HtmxFlows.Nodes;
using HtmxFlows.Tests.Runs;

namespace HtmxFlows.Tests.Nodes;

public sealed class MergeNodeTests
{
    [Theory]
    [InlineData("append", "[1,2]", "[3]", "[1,2,3]")]
    [InlineData("append", "[]", "[]", "[]")]
    [InlineData("zip", """[{"a":1,"b":1},{"a":2}]""", """[{"b":3},{"b":4},{"b":5}]""", """[{"a":1,"b":1},{"a":2,"b":4},{"b":5}]""")]
    [InlineData("zip", "[1,{\"a\":1}]", "[2,[3],null]", "[[1,2],[{\"a\":1},[3]],[null,null]]")]
    public async Task Lists_become_one(string how, string left, string right, string json)
    {
        Assert.Equal(json, await NodeTypes.Output("merge", $$"""{"how": "{{how}}"}""", $$$"""{"input": {"left": {{{left}}}, "right": {{{right}}} }}"""));
        Assert.Equal(json, await NodeTypes.Output("merge", """{"how": "HOW", "lists": [{"value": "{{l}}"}, {"value": "{{r}}"}]}""".Replace("HOW", how, StringComparison.Ordinal), $$"""{"l": {{left}}, "r": {{right}}}"""));
    }

    const string Sides = """{"input": {"orders": [{"c": 7, "t": 1}, {"c": 9, "t": 2}, {"t": 3}, {"c": 7.0, "t": 4}], "people": [{"id": 7, "n": "Ada", "t": 0}, {"id": 8, "n": "Bo"}, {"n": "Cy"}, {"id": 7, "n": "Di"}]}}""";

    [Theory]
    [InlineData("inner", "left", """[{"c":7,"t":1,"id":7,"n":"Ada"},{"c":7,"t":1,"id":7,"n":"Di"},{"c":7.0,"t":4,"id":7,"n":"Ada"},{"c":7.0,"t":4,"id":7,"n":"Di"}]""")]
    [InlineData("inner", "right", """[{"c":7,"t":0,"id":7,"n":"Ada"},{"c":7,"t":1,"id":7,"n":"Di"},{"c":7.0,"t":0,"id":7,"n":"Ada"},{"c":7.0,"t":4,"id":7,"n":"Di"}]""")]
    [InlineData("left", "left", """[{"c":7,"t":1,"id":7,"n":"Ada"},{"c":7,"t":1,"id":7,"n":"Di"},{"c":9,"t":2},{"t":3},{"c":7.0,"t":4,"id":7,"n":"Ada"},{"c":7.0,"t":4,"id":7,"n":"Di"}]""")]
    [InlineData("outer", "left", """[{"c":7,"t":1,"id":7,"n":"Ada"},{"c":7,"t":1,"id":7,"n":"Di"},{"c":9,"t":2},{"t":3},{"c":7.0,"t":4,"id":7,"n":"Ada"},{"c":7.0,"t":4,"id":7,"n":"Di"},{"id":8,"n":"Bo"},{"n":"Cy"}]""")]
    public async Task A_join_puts_partners_together(string kind, string prefer, string json) =>
        Assert.Equal(json, await NodeTypes.Output("merge", $$"""{"how": "join", "key": "c", "rightKey": "id", "kind": "{{kind}}", "prefer": "{{prefer}}"}""", Sides));

    [Theory]
    [InlineData("auto", """[{"k": "007"}, {"k": 7}]""", """[{"k": "7", "n": 1}, {"k": "007", "n": 2}]""", """[{"k":"007","n":2}]""")]
    [InlineData("text", """[{"k": "007"}, {"k": 7}]""", """[{"k": "7", "n": 1}, {"k": "007", "n": 2}]""", """[{"k":"007","n":2},{"k":7,"n":1}]""")]
    [InlineData("number", """[{"k": "007"}]""", """[{"k": 7, "n": 1}, {"k": "x", "n": 2}]""", """[{"k":"007","n":1}]""")]
    [InlineData("date", """[{"k": "2030-01-31T09:00:00+0100"}]""", """[{"k": "2030-01-31T08:00:00Z", "n": 1}]""", """[{"k":"2030-01-31T09:00:00+0100","n":1}]""")]
    [InlineData("boolean", """[{"k": "TRUE"}, {"k": "?"}]""", """[{"k": 1, "n": 1}, {"k": 0, "n": 2}]""", """[{"k":"TRUE","n":1}]""")]
    [InlineData("auto", """[{"k": null}, {"k": "null"}, {}]""", """[{"k": null, "n": 1}, {"n": 2}]""", "[]")]
    public async Task Keys_meet_if_they_are_equal_in_their_type(string type, string left, string right, string json) =>
        Assert.Equal(json, await NodeTypes.Output("merge", $$"""{"how": "join", "key": "k", "prefer": "left", "type": "{{type}}"}""", $$$"""{"input": {"a": {{{left}}}, "b": {{{right}}} }}"""));

    [Fact]
    public async Task The_outputs_of_predecessors_come_in_the_order_of_their_edges()
    {
        await using var engine = Engine.Start();
        var end = await engine.Run("""
            a set {"fields": [{"name": "x", "value": 1}]}
            b split {"into": "text", "value": "2,3", "separator": ","}
            c split {"into": "text", "value": "4", "separator": ","}
            all merge {"how": "append"}
            a -> c -> all
            b -> all
            """);
        Assert.Equal("""["4","2","3"]""", end.Result?.GetRawText());
    }

    [Theory]
    [InlineData("""{"how": "append"}""", """{"a": [1], "b": 2}""", "The output of `b` is 2; a list is required.")]
    [InlineData("""{"how": "append"}""", "[1]", "The input is a list of 1, not the outputs of several nodes. Connect another node, or fill in Lists.")]
    [InlineData("""{"how": "zip", "lists": [{"value": "{{input.a}}"}, {"value": "x"}]}""", """{"a": []}""", "The output of list 2 is the text “x”; a list is required.")]
    [InlineData("""{"how": "join", "key": "a"}""", """{"a": [], "b": [], "c": []}""", "A join needs two lists, but the node has 3. Fill in two in Lists.")]
    [InlineData("""{"how": "join", "key": "a"}""", """{"a": []}""", "A join needs two lists, but the node has 1. Fill in two in Lists.")]
    [InlineData("""{"how": "join", "key": "a"}""", """{"a": [{"a": 1}, 2], "b": []}""", "Item 2 of the first list is 2; a join needs objects.")]
    public async Task Values_that_cannot_be_merged_are_reported(string data, string input, string message) => Assert.Equal(message, await NodeTypes.Failure("merge", data, $$"""{"input": {{input}}}"""));

    [Theory]
    [InlineData("{}", "how: How is required.")]
    [InlineData("""{"how": "mix"}""", "how: How must be one of append, zip, join.")]
    [InlineData("""{"how": "join"}""", "key: Key is required.")]
    [InlineData("""{"how": "join", "key": "a", "lists": [{"value": "x"}]}""", "lists: A join needs exactly two lists.")]
    [InlineData("""{"how": "join", "key": "a b", "kind": "inner"}""", "key: “a b” is not a path. Separate names with dots, without braces: customer.name or lines.[0].sku. Put names with spaces in brackets: [unit price].")]
    [InlineData("""{"how": "append", "lists": [{}]}""", "lists[0].value: Value is required.")]
    public void An_invalid_configuration_of_merge_is_reported(string data, string problem) => Assert.Equal([problem], NodeTypes.Problems("merge", data));

    // A thousand equal keys on either side would make a million objects.
    [Fact]
    public async Task A_join_that_would_grow_past_the_limit_is_stopped_on_the_way() =>
        Assert.Equal("The list exceeds 1000 bytes of JSON, the limit of an output. Combine less, or filter first.", await NodeTypes.Failure("merge",
            """{"how": "join", "key": "k"}""", Json.From(new { input = new { a = Enumerable.Repeat(new { k = 1 }, 1000), b = Enumerable.Repeat(new { k = 1 }, 1000) } }).GetRawText(), new NodeLimits { OutputBytes = 1000 }));

    [Fact]
    public void An_inner_join_is_what_two_loops_find() => Prop.ForAll(
        Arb.From(Gen.Two(Gen.ArrayOf(Gen.Choose(0, 5)))),
        keys =>
        {
            var names = Json.From(new { input = new { a = keys.Item1.Select((k, i) => new { k, i }), b = keys.Item2.Select((k, j) => new { k, j }) } }).GetRawText();
            var pairs = from left in keys.Item1.Index() from right in keys.Item2.Index() where left.Item == right.Item select new { k = left.Item, i = left.Index, j = right.Index };
            Assert.Equal(Json.From(pairs).GetRawText(), NodeTypes.Output("merge", """{"how": "join", "key": "k"}""", names).GetAwaiter().GetResult());
        }).QuickCheckThrowOnFailure();
}
