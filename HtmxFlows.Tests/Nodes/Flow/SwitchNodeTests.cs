using HtmxFlows.Nodes;

namespace HtmxFlows.Tests.Nodes;

public sealed class SwitchNodeTests
{
    const string Cases = """
        "cases": [
            {"name": "small", "conditions": [{"left": "{{input}}", "operator": "less", "right": "10"}]},
            {"name": "even", "match": "any", "conditions": [{"left": "{{input}}", "operator": "matches", "right": "[02468]$"}, {"left": "{{input}}", "operator": "equals", "right": "0.0"}]},
            {"name": "tiny", "conditions": [{"left": "{{input}}", "operator": "less", "right": "10"}, {"left": "{{input}}", "operator": "less", "right": "3"}]}]
        """;

    [Theory]
    [InlineData("5", "first", "small")]
    [InlineData("12", "first", "even")]
    [InlineData("2", "first", "small")]
    [InlineData("13", "first", "fallback")]
    [InlineData("5", "all", "small")]
    [InlineData("2", "all", "small even tiny")]
    [InlineData("1", "all", "small tiny")]
    [InlineData("13", "all", "fallback")]
    public async Task It_takes_the_ports_that_its_cases_choose(string input, string take, string ports)
    {
        var outcome = await Execute($$"""{{{Cases}}, "take": "{{take}}"}""", input);
        Assert.Equal(ports, string.Join(" ", [outcome.Port!, .. outcome.MorePorts ?? []]));
    }

    [Fact]
    public async Task It_passes_its_input_on()
    {
        var outcome = await Execute($$"""{{{Cases}}}""", "2");
        Assert.Equal(("2", OutputFormat.PassedOn, null), (outcome.Output.GetRawText(), outcome.Format, outcome.MorePorts));
    }

    [Fact]
    public async Task Behind_the_first_case_that_holds_nothing_is_looked_at() =>
        Assert.Equal("a", (await Execute("""{"cases": [{"name": "a", "conditions": [{"left": "x", "operator": "exists"}]}, {"name": "b", "conditions": [{"left": "{{nope}}", "operator": "is-true"}]}]}""", "1")).Port);

    [Fact]
    public void Its_ports_are_its_cases_and_the_fallback()
    {
        var type = NodeTypes.Catalogue.Find("switch")!;
        Assert.Equal(["small", "even", "tiny", "fallback"], type.PortsOf(type.Read(HtmxFlows.Data.Json.Parse($$"""{{{Cases}}}""")).Configuration!));
    }

    [Theory]
    [InlineData("{}", "cases: Add at least one case.")]
    [InlineData("""{"cases": [{"name": "", "conditions": []}]}""", "cases[0].name: Name is required.", "cases[0].conditions: Add at least one condition.")]
    [InlineData("""{"cases": [{"name": "a", "conditions": [{"left": "{{x}}"}]}]}""", "cases[0].conditions[0].operator: Operator is required.")]
    [InlineData("""{"cases": [{"name": "a", "conditions": [{"left": "{{> x}}", "operator": "exists"}]}]}""", "cases[0].conditions[0].left: `{{> x}}` is a partial, which is not supported.")]
    [InlineData("""{"cases": [{"name": "a", "conditions": [{"left": "x", "operator": "exists", "type": "money"}]}]}""", "cases[0].conditions[0].type: Compare as must be one of auto, text, number, boolean, date, list, object, length.")]
    [InlineData("""{"cases": [{"name": "a", "conditions": [{"left": "x", "operator": "exists"}]}, {"name": "a", "conditions": [{"left": "x", "operator": "exists"}]}]}""", "cases[1].name: The port name `a` is already used.")]
    [InlineData("""{"cases": [{"name": "error", "conditions": [{"left": "x", "operator": "exists"}]}, {"name": "fallback", "conditions": [{"left": "x", "operator": "exists"}]}], "take": "all"}""", "cases[0].name: The port name `error` is already used.", "cases[1].name: The port name `fallback` is already used.")]
    [InlineData("""{"cases": [{"name": "a", "conditions": [{"left": "x", "operator": "exists"}]}], "take": "some"}""", "take: Which cases must be one of first, all.")]
    public void An_invalid_configuration_of_switch_is_reported(string data, params string[] problems) => Assert.Equal(problems, NodeTypes.Problems("switch", data));

    static async Task<NodeOutcome.Completed> Execute(string data, string input) =>
        Assert.IsType<NodeOutcome.Completed>(await NodeTypes.Execute("switch", data, $$"""{"input": {{input}}}"""));
}
