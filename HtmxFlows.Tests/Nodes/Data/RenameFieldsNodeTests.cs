using FsCheck;
using FsCheck.Fluent;
using HtmxFlows.Data;

namespace HtmxFlows.Tests.Nodes;

public sealed class RenameFieldsNodeTests
{
    [Theory]
    [InlineData("""{"rename": [{"from": "b", "to": "x"}]}""", """{"a":1.50,"x":[null],"c":"c"}""")]
    [InlineData("""{"rename": [{"from": "a", "to": "b"}, {"from": "b", "to": "a"}]}""", """{"b":1.50,"a":[null],"c":"c"}""")]
    [InlineData("""{"remove": ["a", "nope"]}""", """{"b":[null],"c":"c"}""")]
    [InlineData("""{"keep": ["c", "a", "nope"]}""", """{"a":1.50,"c":"c"}""")]
    [InlineData("""{"first": ["c", "b", "nope"]}""", """{"c":"c","b":[null],"a":1.50}""")]
    [InlineData("""{"rename": [{"from": "a", "to": "c"}], "remove": ["c"]}""", """{"c":1.50,"b":[null]}""")]
    [InlineData("""{"rename": [{"from": "a", "to": "x"}], "keep": ["x", "c"], "first": ["c", "x"]}""", """{"c":"c","x":1.50}""")]
    [InlineData("""{"rename": [{"from": "nope", "to": "c"}]}""", """{"a":1.50,"b":[null],"c":"c"}""")]
    public async Task Fields_are_renamed_removed_kept_and_ordered(string data, string output)
    {
        const string Value = """{"a":1.50,"b":[null],"c":"c"}""";
        Assert.Equal(output, await NodeTypes.Output("rename-fields", data, $$"""{"input": {{Value}}}"""));
        Assert.Equal($"[{output},{output}]", await NodeTypes.Output("rename-fields", data, $$"""{"input": [{{Value}}, {{Value}}]}"""));
    }

    [Theory]
    [InlineData("""{"rename": [{"from": "a", "to": "b"}]}""", """{"a": 1, "b": 2}""", "two fields would be called `b`. Rename or remove one of them.")]
    [InlineData("""{"remove": ["a"]}""", "5", "the value is 5; an object is required. Use one expression that returns an object or a list of objects.")]
    [InlineData("""{"rename": [{"from": "x", "to": "y"}], "strict": true}""", """{"a": 1}""", "the field `x` is missing. Correct the name, or turn off Fail if missing.")]
    [InlineData("""{"keep": ["x"], "strict": true}""", """{"a": 1}""", "the field `x` is missing. Correct the name, or turn off Fail if missing.")]
    public async Task What_cannot_be_done_is_reported_with_the_number_of_its_item(string data, string item, string problem)
    {
        Assert.Equal(problem, await NodeTypes.Failure("rename-fields", data, $$"""{"input": {{item}}}"""));
        Assert.Equal($"Item 2: {problem}", await NodeTypes.Failure("rename-fields", data, $$"""{"input": [{"a": 1, "x": 2}, {{item}}]}""".Replace("""[{"a": 1, "x": 2}""", data.Contains("strict", StringComparison.Ordinal) ? """[{"a": 1, "x": 2}""" : """[{"a": 1}""", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("{}", "rename: The node changes nothing. Fill in Rename, Remove, Keep only or First.")]
    [InlineData("""{"rename": [{"from": "a", "to": "x"}, {"from": "a", "to": "y"}]}""", "rename[1].from: The name `a` is used twice.")]
    [InlineData("""{"rename": [{"from": "a", "to": "x"}, {"from": "b", "to": "x"}]}""", "rename[1].to: The name `x` is used twice.")]
    [InlineData("""{"rename": [{"from": "a", "to": "x"}], "remove": ["a"]}""", "rename[0].from: The field `a` is renamed and removed. Delete one of them.")]
    [InlineData("""{"rename": [{"from": "a"}]}""", "rename[0].to: To is required.")]
    public void A_bad_configuration_is_a_problem(string data, string problem) => Assert.Equal([problem], NodeTypes.Problems("rename-fields", data));

    [Fact]
    public async Task A_list_that_grows_past_the_limit_is_an_error() => Assert.Contains("The list exceeds 1048576 bytes",
        await NodeTypes.Failure("rename-fields", $$"""{"rename": [{"from": "a", "to": "{{new string('x', 1000)}}"}]}""", Json.From(new { input = Enumerable.Repeat(new { a = 1 }, 2000) }).GetRawText()), StringComparison.Ordinal);

    [Fact]
    public void Renaming_back_gives_the_same_object() => Prop.ForAll(
        Arb.From(Gen.ArrayOf(Gen.Elements("a", "b", "ü", "a b", "__proto__", "length"))),
        names =>
        {
            string[] fields = [.. names.Distinct().Append("z")];
            var value = Json.From(fields.ToDictionary(name => name, name => name.Length)).GetRawText();
            string Rows(Func<string, (string, string)> row) => Json.From(new { rename = fields.Select(row).Select(pair => new { from = pair.Item1, to = pair.Item2 }) }).GetRawText();
            var there = NodeTypes.Output("rename-fields", Rows(name => (name, $"{name}'")), $$"""{"input": {{value}}}""").GetAwaiter().GetResult();
            Assert.Equal(value, NodeTypes.Output("rename-fields", Rows(name => ($"{name}'", name)), $$"""{"input": {{there}}}""").GetAwaiter().GetResult());
        }).QuickCheckThrowOnFailure();
}
