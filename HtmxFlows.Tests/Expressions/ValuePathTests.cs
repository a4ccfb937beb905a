using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Tests.Nodes;

namespace HtmxFlows.Tests.Expressions;

public sealed class ValuePathTests
{
    const string Value = """{"customer": {"name": "Ada", "unit price": 5, "[x": 1}, "lines": [{"sku": "b-2"}, [7]], "null": null, "this": {"a": 1}}""";

    [Theory]
    [InlineData("customer.name", "\"Ada\"")]
    [InlineData("customer.[unit price]", "5")]
    [InlineData("lines.[0].sku", "\"b-2\"")]
    [InlineData("lines.1.0", "7")]
    [InlineData("this.customer.name", "\"Ada\"")]
    [InlineData("[null]", "null")]
    [InlineData("lines.[2]", null)]
    [InlineData("lines.sku", null)]
    [InlineData("customer.name.first", null)]
    [InlineData("nobody", null)]
    public void It_leads_into_a_value(string path, string? json)
    {
        Assert.Null(ValuePath.FindProblem(path));
        Assert.Equal(json, new ValuePath(path).Find(Json.Parse(Value))?.GetRawText());
    }

    [Fact]
    public void This_is_the_value_itself() => Assert.Equal("[1]", new ValuePath("this").Find(Json.Parse("[1]"))?.GetRawText());

    [Theory]
    [InlineData("", "“” is not a path.")]
    [InlineData("{{name}}", "“{{name}}” is not a path.")]
    [InlineData("{{item.total}}", "A path has no braces: write total.")]
    [InlineData("{{ item.lines.[0].sku }}", "A path has no braces: write lines.[0].sku.")]
    [InlineData("a..b", "“a..b” is not a path.")]
    [InlineData("a.", "“a.” is not a path.")]
    [InlineData("../a", "“../a” is not a path.")]
    [InlineData("a b", "“a b” is not a path.")]
    [InlineData("a.[b", "“a.[b” is not a path.")]
    [InlineData("@root", "“@root” is not a path.")]
    [InlineData("$.a", null)]
    [InlineData("0.a", "`0` has another meaning at the start of a path. Write [0].")]
    [InlineData("json", "`json` has another meaning at the start of a path. Write [json].")]
    [InlineData("[json].true.1", null)]
    public void An_invalid_path_is_reported(string path, string? problem)
    {
        if (problem is null)
            Assert.Null(ValuePath.FindProblem(path));
        else
            Assert.StartsWith(problem, ValuePath.FindProblem(path), StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_that_is_a_path_is_checked_when_the_flow_is_saved() =>
        Assert.Equal(["groupBy[0].path: “a..b” is not a path. Separate names with dots, without braces: customer.name or lines.[0].sku. Put names with spaces in brackets: [unit price].", "figures[0].path: Path must be text."],
            NodeTypes.Problems("aggregate", """{"groupBy": [{"path": "a..b"}], "figures": [{"name": "x", "operation": "count", "path": 1}]}"""));

    static readonly Gen<string> Names = Gen.Elements("a", "b", "0", "1", "x-1", "é");

    static Gen<JsonElement> Values(int depth) => depth == 0 ? Gen.Elements("1", "\"text\"", "true", "1e400").Select(Json.Parse) : Gen.OneOf(
        Gen.Sized(_ => Values(0)),
        Gen.ArrayOf(Values(depth - 1), 2).Select(items => Json.From(items)),
        Gen.ArrayOf(Gen.Zip(Names, Values(depth - 1)), 3).Select(members => Json.From(members.DistinctBy(member => member.Item1).ToDictionary(member => member.Item1, member => member.Item2))));

    // There is one syntax, so that what is known of templates is true of paths.
    [Fact]
    public void A_template_finds_what_a_path_finds() => Prop.ForAll(
        Arb.From(Gen.Zip(Values(4), Gen.Zip(Gen.Elements("a", "b", "x-1"), Gen.ListOf(Gen.OneOf(Names, Names.Select(name => $"[{name}]")))))),
        sample =>
        {
            var (value, (first, rest)) = sample;
            var data = Json.From(new Dictionary<string, JsonElement> { [first] = value });
            var path = string.Join('.', rest.Take(4).Prepend(first));
            var byTemplate = new Template($"{{{{{path}}}}}").Find(NodeTypes.Context(data.GetRawText()), CancellationToken.None);
            Assert.Equal(byTemplate?.GetRawText(), new ValuePath(path).Find(data)?.GetRawText());
        }).QuickCheckThrowOnFailure();
}
