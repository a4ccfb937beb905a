using HtmxFlows.Data;
using HtmxFlows.Nodes;

namespace HtmxFlows.Tests.Nodes;

/// <summary>The node types that run other workflows, without a run; what becomes of their runs is tested with the engine.</summary>
public sealed class CallingNodeTests
{
    [Fact]
    public async Task A_workflow_gets_the_prompt_of_the_run_unless_another_is_given()
    {
        Assert.Equal([new CallRequest("hello", null)], (await Call("workflow", """{"workflow": "Other"}""")).Runs);
        var call = await Call("workflow", """{"workflow": "{{prompt}}", "prompt": "{{input}}", "input": [{"name": "a", "value": "{{input}}"}]}""");
        Assert.Equal(("hello", "7", "{\"a\":7}"), (call.Workflow, call.Runs[0].Prompt, call.Runs[0].Input!.Value.GetRawText()));
    }

    [Fact]
    public async Task For_each_gives_every_item_and_its_index()
    {
        var call = await Call("for-each", """{"items": ["a", {"b": 1}], "workflow": "Other", "together": 3, "onFailure": "collect", "input": [{"name": "n", "value": "{{index}}"}]}""");
        Assert.Equal((3, false), (call.Together, call.StopsAtFailure));
        Assert.Equal([("a", "{\"n\":0}"), ("{\"b\":1}", "{\"n\":1}")], call.Runs.Select(run => (run.Prompt, run.Input!.Value.GetRawText())));
    }

    [Theory]
    [InlineData("{{input}}", "The items are 7; a list is required. Use one expression that returns a list.")]
    [InlineData("a, b", "The items are the text “a, b”; a list is required. Use one expression that returns a list.")]
    public async Task For_each_needs_a_list(string items, string problem) =>
        Assert.Equal(problem, await NodeTypes.Failure("for-each", $$"""{"items": "{{items}}", "workflow": "Other"}""", Names));

    [Fact]
    public async Task For_each_names_the_run_that_failed_and_not_one_that_was_cancelled_for_it()
    {
        var outcome = await Resume("for-each", """{"items": "{{input}}", "workflow": "Other"}""", 1, new(null, "It was cancelled.", WasCancelled: true), new(null, "It is bad"), new(null, null));
        Assert.Equal("The run for item 2 did not complete: It is bad", Assert.IsType<NodeOutcome.Failed>(outcome).Error);
    }

    [Fact]
    public async Task Repeat_calls_again_with_the_result_and_ends_when_its_conditions_hold()
    {
        const string Data = """{"workflow": "Other", "prompt": "{{index}}: {{result}}", "maximum": 2, "until": [{"left": "{{result}}", "operator": "equals", "right": "done"}]}""";
        Assert.Equal("1: more", Assert.IsType<NodeOutcome.AwaitRuns>(await Resume("repeat", Data, 1, "more")).Runs[0].Prompt);
        Assert.Equal("done", Assert.IsType<NodeOutcome.Completed>(await Resume("repeat", Data, 2, "done")).Output.GetString());
        Assert.StartsWith("The conditions are not met after 2 runs, the maximum.", Assert.IsType<NodeOutcome.Failed>(await Resume("repeat", Data, 2, "more")).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("workflow", "{}", "workflow: Workflow is required.")]
    [InlineData("workflow", """{"workflow": "x", "input": [{"name": "a"}, {"name": "a"}]}""", "input[1].name: The name `a` is used twice.")]
    [InlineData("for-each", """{"workflow": "x"}""", "items: Items is required.")]
    [InlineData("for-each", """{"workflow": "x", "items": "{{input}}", "together": 0}""", "together: Run in parallel must be a whole number from 1 to 100.")]
    [InlineData("for-each", """{"workflow": "x", "items": "{{input}}", "onFailure": "ignore"}""", "onFailure: On failure must be one of stop, collect.")]
    [InlineData("repeat", """{"workflow": "x"}""", "until: Add at least one condition.")]
    [InlineData("repeat", """{"workflow": "x", "until": [{"left": "{{result}}", "operator": "is-true"}], "maximum": 1001}""", "maximum: Maximum must be a whole number from 1 to 1000.")]
    [InlineData("approve", "{}", "text: Text is required.")]
    [InlineData("approve", """{"text": "?", "decisions": [{"name": "yes"}, {"name": "yes"}]}""", "decisions[1].name: The port name `yes` is already used.")]
    [InlineData("approve", """{"text": "?", "decisions": [{"name": "timeout"}]}""", "decisions[0].name: The port name `timeout` is already used.")]
    [InlineData("approve", """{"text": "?", "fields": [{"name": "a", "type": "choice"}]}""", "fields[0].choices: Add at least one choice.")]
    [InlineData("approve", """{"text": "?", "fields": [{"name": "a", "type": "text"}, {"name": "a", "type": "text"}]}""", "fields[1].name: The name `a` is used twice.")]
    public void An_invalid_configuration_of_calling_is_reported(string type, string data, string problem) => Assert.Equal([problem], NodeTypes.Problems(type, data));

    [Fact]
    public async Task A_question_has_its_decisions_as_ports()
    {
        var node = NodeTypes.Catalogue.Find("approve")!;
        Assert.Equal(["approve", "reject"], node.PortsOf(node.Read(Json.Parse("""{"text": "?"}""")).Configuration!));
        Assert.Equal(["a", "b", "timeout"], node.PortsOf(node.Read(Json.Parse("""{"text": "?", "within": "9", "decisions": [{"name": "a"}, {"name": "b"}]}""")).Configuration!));
        Assert.Equal("“soon” is not a duration. Use seconds from 0 to 31622400 (a year).", await NodeTypes.Failure("approve", """{"text": "?", "within": "soon"}"""));
    }

    const string Names = """{"prompt": "hello", "input": 7}""";

    static async Task<NodeOutcome.AwaitRuns> Call(string type, string data) => Assert.IsType<NodeOutcome.AwaitRuns>(await NodeTypes.Execute(type, data, Names));

    static Task<NodeOutcome> Resume(string type, string data, int round, string result) => Resume(type, data, round, new CallResult(Json.Text(result), null));

    static async Task<NodeOutcome> Resume(string type, string data, int round, params CallResult[] results)
    {
        var node = NodeTypes.Catalogue.Find(type)!;
        return await node.Resume(node.Read(Json.Parse(data)).Configuration!, NodeTypes.Context(Names), new(results, round), TestContext.Current.CancellationToken);
    }
}
