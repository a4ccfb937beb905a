using FsCheck;
using FsCheck.Fluent;
using HtmxFlows.Data;

namespace HtmxFlows.Tests.Nodes;

public sealed class AggregateNodeTests
{
    [Theory]
    [InlineData("count", "[1, null, \"x\"]", "3")]
    [InlineData("count", "[]", "0")]
    [InlineData("sum", "[0.1, 0.2]", "0.3")]
    [InlineData("sum", "[\"19.90\", 5, \"-1e1\"]", "14.9")]
    [InlineData("sum", "[9007199254740993, 1]", "9007199254740994")]
    [InlineData("sum", "[1e27, 0.0000000000000000000000000001]", "1000000000000000000000000000.0000000000000000000000000001")]
    [InlineData("sum", "[9e27, 9e27]", "18000000000000000000000000000")]
    [InlineData("sum", "[]", "0")]
    [InlineData("average", "[1, 2]", "1.5")]
    [InlineData("average", "[1, 1, 0]", "0.6666666666666666666666666667")]
    [InlineData("average", "[-1, -1, 0]", "-0.6666666666666666666666666667")]
    [InlineData("average", "[]", "null")]
    [InlineData("minimum", "[10, \"9\", \"\", null, 1e400]", "10")]
    [InlineData("maximum", "[10, \"n/a\", null, 1e400]", "1e400")]
    [InlineData("maximum", "[null, \"\", \"b\", \"a\"]", "\"b\"")]
    [InlineData("maximum", "[null]", "null")]
    [InlineData("minimum", "[]", "null")]
    [InlineData("first", "[null, 2]", "null")]
    [InlineData("last", "[{}, [1]]", "[1]")]
    [InlineData("last", "[]", "null")]
    [InlineData("list", "[1, 1]", "[1,1]")]
    [InlineData("distinct", "[1, 1.0, \"a\", [1, {\"x\": 1, \"y\": 2}], [1.0, {\"y\": 2, \"x\": 1.00}], \"A\", null, \"a\"]", "[1,\"a\",[1,{\"x\":1,\"y\":2}],\"A\",null]")]
    public async Task A_figure_is_made_of_a_list(string operation, string input, string json) =>
        Assert.Equal($$"""{"x":{{json}}}""", await NodeTypes.Output("aggregate", $$"""{"figures": [{"name": "x", "operation": "{{operation}}"}]}""", $$"""{"input": {{input}}}"""));

    const string Orders = """{"orders": [{"c": {"n": "Ada"}, "t": 5}, {"c": {"n": "Bo"}, "t": "7"}, {"c": {"n": "Ada"}}, {"t": 1}, {"c": {"n": null}, "t": null}]}""";

    [Theory]
    [InlineData("""{"figures": [{"name": "n", "operation": "count", "path": "t"}, {"name": "all", "operation": "count"}, {"name": "t", "operation": "sum", "path": "t"}]}""", """{"n":3,"all":5,"t":13}""")]
    [InlineData("""{"groupBy": [{"path": "c.n"}], "figures": [{"name": "t", "operation": "sum", "path": "t"}]}""", """[{"n":"Ada","t":5},{"n":"Bo","t":7},{"n":null,"t":1}]""")]
    [InlineData("""{"groupBy": [{"path": "c.n", "name": "who"}, {"path": "t"}], "figures": [{"name": "times", "operation": "count"}]}""",
        """[{"who":"Ada","t":5,"times":1},{"who":"Bo","t":"7","times":1},{"who":"Ada","t":null,"times":1},{"who":null,"t":1,"times":1},{"who":null,"t":null,"times":1}]""")]
    public async Task It_goes_by_paths_and_by_groups(string data, string json) =>
        Assert.Equal(json, await NodeTypes.Output("aggregate", """{"items": "{{orders}}", """ + data[1..], Orders));

    [Theory]
    [InlineData("auto", """[1, "01", 1.0, "1"]""", "1:2 01:1 1:1")]
    [InlineData("number", """[1, "01", 1.0, "1", "one", null]""", "1:4 one:1 null:1")]
    [InlineData("text", """[1, "01", "1", null, "null"]""", "1:2 01:1 null:1 null:1")]
    [InlineData("date", """["2030-01-01", "2030-01-01T01:00:00+01:00", "soon"]""", "2030-01-01:2 soon:1")]
    [InlineData("auto", """["2030-01-01", "2030-01-01T01:00:00+01:00"]""", "2030-01-01:1 2030-01-01T01:00:00+01:00:1")]
    [InlineData("boolean", """[true, "yes", 1, "TRUE", false, "?"]""", "true:4 false:1 ?:1")]
    public async Task Values_that_are_equal_in_their_type_are_one_group(string type, string input, string groups)
    {
        var rows = Json.Parse(await NodeTypes.Output("aggregate",
            $$"""{"groupBy": [{"path": "this", "type": "{{type}}"}], "figures": [{"name": "n", "operation": "count"}]}""", $$"""{"input": {{input}}}"""));
        Assert.Equal(groups, string.Join(' ', rows.EnumerateArray().Select(row => $"{Json.AsText(row.GetProperty("group"))}:{row.GetProperty("n")}")));
    }

    [Theory]
    [InlineData("minimum", "number", """["10", "9", "n/a", ""]""", "\"9\"")]
    [InlineData("maximum", "number", """["10", "9", "n/a", ""]""", "\"10\"")]
    [InlineData("maximum", "date", """["2030-01-01", "2029-12-31T23:30:00-01:00", "soon"]""", "\"2029-12-31T23:30:00-01:00\"")]
    [InlineData("distinct", "number", """[7, "007", "x", "7.0"]""", """[7,"x"]""")]
    [InlineData("distinct", "auto", """["007", "7", 7]""", """["007","7",7]""")]
    public async Task A_figure_goes_by_a_type(string operation, string type, string input, string json) =>
        Assert.Equal($$"""{"x":{{json}}}""", await NodeTypes.Output("aggregate", $$"""{"figures": [{"name": "x", "operation": "{{operation}}", "type": "{{type}}"}]}""", $$"""{"input": {{input}}}"""));

    [Fact]
    public async Task No_items_make_no_groups() =>
        Assert.Equal("[]", await NodeTypes.Output("aggregate", """{"groupBy": [{"path": "a"}], "figures": [{"name": "n", "operation": "count"}]}""", """{"input": []}"""));

    [Theory]
    [InlineData("sum", "[1, \"a few\"]", "Item 2: the value is the text “a few”, not a number. Filter it out, or convert it first.")]
    [InlineData("sum", "[null]", "Item 1: the value is null, not a number. Filter it out, or convert it first.")]
    [InlineData("average", "[1e400]", "Item 1: the value is 1e400, which has more than 28 digits before or after the decimal point. Filter it out, or convert it first.")]
    [InlineData("sum", "[1e-29]", "Item 1: the value is 1e-29, which has more than 28 digits before or after the decimal point. Filter it out, or convert it first.")]
    [InlineData("sum", "[123456789012345678901234567890]", "Item 1: the value is 123456789012345678901234567890, which has more than 28 digits before or after the decimal point. Filter it out, or convert it first.")]
    [InlineData("minimum", "[1, []]", "Item 2: the value is a list of 0, which cannot be ordered. Filter it out, or convert it first.")]
    public async Task A_value_that_has_no_sum_is_reported(string operation, string input, string message)
    {
        Assert.Equal(message, await NodeTypes.Failure("aggregate", $$"""{"figures": [{"name": "x", "operation": "{{operation}}"}]}""", $$"""{"input": {{input}}}"""));
        if (input != "[null]")
            Assert.Equal(message.Replace("the value", "`a`", StringComparison.Ordinal), await NodeTypes.Failure("aggregate", $$"""{"figures": [{"name": "x", "operation": "{{operation}}", "path": "a"}]}""",
                $$"""{"input": {{Json.From(Json.Parse(input).EnumerateArray().Select(a => new { a })).GetRawText()}}}"""));
    }

    [Theory]
    [InlineData("{}", "figures: Add at least one calculation.")]
    [InlineData("""{"figures": [{"operation": "count"}]}""", "figures[0].name: Name is required.")]
    [InlineData("""{"figures": [{"name": "x", "operation": "median"}]}""", "figures[0].operation: Operation must be one of count, sum, average, minimum, maximum, first, last, list, distinct.")]
    [InlineData("""{"figures": [{"name": "x", "operation": "count"}], "groupBy": [{}]}""", "groupBy[0].path: Path is required.")]
    [InlineData("""{"figures": [{"name": "x", "operation": "count"}], "groupBy": [{"path": "a.x"}]}""", "figures[0].name: The name `x` is used twice.")]
    [InlineData("""{"figures": [{"name": "n", "operation": "count"}], "groupBy": [{"path": "a.x"}, {"path": "b.x"}]}""", "groupBy[1].name: The name `x` is used twice.")]
    public void An_invalid_configuration_of_aggregate_is_reported(string data, string problem) => Assert.Equal([problem], NodeTypes.Problems("aggregate", data));

    [Fact]
    public void The_sums_of_the_groups_make_the_sum_of_all() => Prop.ForAll(
        Arb.From(Gen.ArrayOf(Gen.Zip(Gen.Choose(0, 3), ArbMap.Default.GeneratorFor<decimal>().Select(number => number % 1e15m)))),
        items =>
        {
            var names = Json.From(new { input = items.Select(item => new { g = item.Item1, v = item.Item2 }) }).GetRawText();
            var whole = Sum("""{"figures": [{"name": "s", "operation": "sum", "path": "v"}]}""", names).GetProperty("s").GetRawText();
            var groups = Sum("""{"groupBy": [{"path": "g"}], "figures": [{"name": "s", "operation": "sum", "path": "v"}]}""", names);
            var together = Sum("""{"figures": [{"name": "s", "operation": "sum", "path": "s"}]}""", $$"""{"input": {{groups.GetRawText()}}}""").GetProperty("s").GetRawText();
            Assert.Equal(whole, together);
        }).QuickCheckThrowOnFailure();

    static System.Text.Json.JsonElement Sum(string data, string names) => Json.Parse(NodeTypes.Output("aggregate", data, names).GetAwaiter().GetResult());
}
