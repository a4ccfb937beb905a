using HtmxFlows.Nodes;

namespace HtmxFlows.Tests.Nodes;

public sealed class BranchNodeTests
{
    const string One = """{"left": "{{input}}", "operator": "equals", "right": "1"}""";
    const string Two = """{"left": "{{input}}", "operator": "equals", "right": "2"}""";

    [Theory]
    [InlineData("[" + One + "]", "all", "true")]
    [InlineData("[" + Two + "]", "all", "false")]
    [InlineData("[" + One + "," + Two + "]", "all", "false")]
    [InlineData("[" + One + "," + Two + "]", "any", "true")]
    [InlineData("[" + Two + "," + Two + "]", "any", "false")]
    public async Task It_takes_the_port_that_its_conditions_choose(string conditions, string match, string port) =>
        Assert.Equal(port, (await Execute($$"""{"conditions": {{conditions}}, "match": "{{match}}"}""")).Port);

    [Fact]
    public async Task All_must_hold_when_nothing_is_said() =>
        Assert.Equal("false", (await Execute($$"""{"conditions": [{{One}}, {{Two}}]}""")).Port);

    [Fact]
    public async Task It_passes_its_input_on()
    {
        var outcome = await Execute($$"""{"conditions": [{{One}}]}""");
        Assert.Equal(("1", OutputFormat.PassedOn), (outcome.Output.GetRawText(), outcome.Format));
    }

    [Fact]
    public async Task Some_operators_need_no_right_side() =>
        Assert.Equal("true", (await Execute("""{"conditions": [{"left": "{{input}}", "operator": "is-not-empty"}]}""")).Port);

    [Fact]
    public async Task Once_the_answer_is_clear_nothing_more_is_looked_at() =>
        Assert.Equal("true", (await Execute($$$"""{"match": "any", "conditions": [{{{One}}}, {"left": "{{nope}}", "operator": "is-true"}]}""")).Port);

    [Theory]
    [InlineData("{{input.a}}", "exists", "true")]
    [InlineData("{{input.b}}", "exists", "false")]
    [InlineData("{{input.a.b.c}}", "exists", "false")]
    [InlineData("{{input.list.[0].x}}", "exists", "true")]
    [InlineData("{{input.list.[7].x}}", "exists", "false")]
    [InlineData("{{input.empty}}", "exists", "false")]
    [InlineData("{{skipped.output}}", "not-exists", "true")]
    [InlineData("{{input.a}}", "not-exists", "false")]
    [InlineData("a {{input.b}}", "exists", "false")]
    public async Task A_path_that_leads_nowhere_does_not_exist(string left, string @operator, string port) =>
        Assert.Equal(port, Assert.IsType<NodeOutcome.Completed>(await NodeTypes.Execute("branch",
            $$$"""{"conditions": [{"left": "{{{left}}}", "operator": "{{{@operator}}}"}]}""",
            """{"input": {"a": 1, "list": [{"x": false}], "empty": null}}""")).Port);

    [Theory]
    [InlineData("text", "9", "greater", "10", "true")]
    [InlineData("number", "9", "greater", "10", "false")]
    [InlineData("length", "four", "equals", "4", "true")]
    public async Task A_type_says_what_both_sides_are_taken_as(string type, string left, string @operator, string right, string port) =>
        Assert.Equal(port, (await Execute($$"""{"conditions": [{"left": "{{left}}", "operator": "{{@operator}}", "right": "{{right}}", "type": "{{type}}"}]}""")).Port);

    [Fact]
    public async Task Case_can_be_ignored() =>
        Assert.Equal("true", (await Execute("""{"conditions": [{"left": "ÄRGER", "operator": "contains", "right": "ärg", "ignoreCase": true}]}""")).Port);

    [Theory]
    [InlineData("{}", "conditions: Add at least one condition.")]
    [InlineData("""{"conditions": [{"left": "a"}]}""", "conditions[0].operator: Operator is required.")]
    [InlineData("""{"conditions": [{"left": "a", "operator": "like"}]}""",
        "conditions[0].operator: Operator must be one of equals, not-equals, less, less-or-equal, greater, greater-or-equal, contains, not-contains, starts-with, ends-with, matches, not-matches, is-empty, is-not-empty, exists, not-exists, is-true, is-false.")]
    [InlineData("""{"conditions": [{"left": "a", "operator": "is-true"}], "match": "most"}""", "match: Match must be one of all, any.")]
    [InlineData("""{"conditions": [{"left": "{{> x}}", "operator": "is-true"}]}""", "conditions[0].left: `{{> x}}` is a partial, which is not supported.")]
    public void An_invalid_configuration_of_branch_is_reported(string data, string problem) => Assert.Equal([problem], NodeTypes.Problems("branch", data));

    [Fact]
    public async Task A_side_that_is_null_is_left_out() =>
        Assert.Equal("false", (await Execute("""{"match": null, "conditions": [{"left": "{{input}}", "operator": "equals", "right": null}]}""")).Port);

    static async Task<NodeOutcome.Completed> Execute(string data) =>
        Assert.IsType<NodeOutcome.Completed>(await NodeTypes.Execute("branch", data, """{"input": 1}"""));
}
