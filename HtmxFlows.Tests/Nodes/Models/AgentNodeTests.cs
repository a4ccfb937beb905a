using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;
using HtmxFlows.Nodes;

namespace HtmxFlows.Tests.Nodes;

/// <summary>The agent by itself; what becomes of its runs is tested with the engine.</summary>
public sealed class AgentNodeTests
{
    const string Data = """{"prompt": "{{prompt}}", "system": "Be quick.", "tools": [{"workflow": "Look up", "description": "Knows cities."}, {"workflow": "Sum it", "name": "sum"}], "maximumSteps": 3, "maximumTokens": 100}""";

    static readonly CallableWorkflow LookUp = new("Look up", "Looks.", [
        new() { Name = "city", Type = FlowInputType.Text, Label = "City", Help = "Where", Required = true }, new() { Name = "size", Type = FlowInputType.Choice, Choices = ["s", "l"] },
        new() { Name = "day", Type = FlowInputType.Date }, new() { Name = "count", Type = FlowInputType.Number }, new() { Name = "deep", Type = FlowInputType.Boolean }, new() { Name = "more", Type = FlowInputType.Json }]);

    [Fact]
    public async Task A_tool_is_a_workflow_and_what_it_asks_for_is_what_the_model_fills_in()
    {
        await using var peer = await ModelPeer.Working("Hello.");
        await Execute(peer);
        var tools = peer.Asked[0].GetProperty("tools").EnumerateArray().Select(tool => tool.GetProperty("function")).ToArray();
        Assert.Equal([("Look_up", "Knows cities."), ("sum", "Sum it. Sums.")], tools.Select(tool => (tool.GetProperty("name").GetString(), tool.GetProperty("description").GetString())));
        Assert.Equal(
            """{"type":"object","properties":{"prompt":{"type":"string","description":"The task"},"city":{"description":"City: Where","type":"string"},"size":{"description":"size","type":"string","enum":["s","l"]},"day":{"description":"day","type":"string","format":"date"},"count":{"description":"count","type":"number"},"deep":{"description":"deep","type":"boolean"},"more":{"description":"more"}},"required":["city"]}""",
            Compact(tools[0].GetProperty("parameters")));
    }

    [Fact]
    public async Task Without_a_tool_it_answers_as_a_model_does()
    {
        await using var peer = await ModelPeer.Working("Hello.");
        var done = Assert.IsType<NodeOutcome.Completed>(await Execute(peer));
        Assert.Equal("""{"text":"Hello.","model":"tiny-1","finish":"stop","usage":{"input":7,"output":5},"steps":[]}""", done.Output.GetRawText());
        Assert.Equal(OutputFormat.Answer, done.Format);
    }

    [Fact]
    public async Task It_runs_a_tool_and_continues_with_its_result()
    {
        await using var peer = await ModelPeer.Working(new[] { ("Look_up", """{"city": "Bern", "prompt": "now"}""") }, "It is in Bern.");
        var wish = Assert.IsType<NodeOutcome.AwaitRuns>(await Execute(peer));
        Assert.Equal(("Look up", "now", """{"city":"Bern"}"""), (wish.Workflow, wish.Runs[0].Prompt, wish.Runs[0].Input!.Value.GetRawText()));
        Assert.Single(peer.Requests);

        var done = Assert.IsType<NodeOutcome.Completed>(await Resume(peer, wish, new CallResult(Json.Parse("""{"found": 1.50}"""), null)));
        Assert.Equal(["system", "user", "assistant", "tool"], peer.Asked[1].GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("role").GetString()));
        var told = peer.Asked[1].GetProperty("messages")[3];
        Assert.Equal(("call-0", """{"found": 1.50}"""), (told.GetProperty("tool_call_id").GetString(), told.GetProperty("content").GetString()));
        Assert.Equal("""[{"tool":"Look_up","input":{"city":"Bern","prompt":"now"},"result":{"found":1.50}}]""", Compact(done.Output.GetProperty("steps")));
        Assert.Equal("""{"input":14,"output":10}""", done.Output.GetProperty("usage").GetRawText());
    }

    [Fact]
    public async Task What_it_says_beside_a_call_stays_in_the_conversation()
    {
        await using var peer = await ModelPeer.Start(async context =>
        {
            await ModelPeer.Chunk(context.Response, new { content = "Let me see." });
            await ModelPeer.Chunk(context.Response, new { tool_calls = new[] { new { index = 0, id = "call-0", type = "function", function = new { name = "nothing", arguments = "{}" } } } });
            await ModelPeer.Say(context.Response, [], "tool_calls");
        });

        await Execute(peer);

        var said = peer.Asked[1].GetProperty("messages")[2];
        Assert.Equal(("Let me see.", "nothing"), (said.GetProperty("content").GetString(), said.GetProperty("tool_calls")[0].GetProperty("function").GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Tools_that_are_called_together_run_together_and_answer_in_order()
    {
        await using var peer = await ModelPeer.Working(new[] { ("sum", "{}"), ("nothing", "{}"), ("Look_up", """{"city": "Bern"}""") }, "Done.");
        var wish = Assert.IsType<NodeOutcome.AwaitRuns>(await Execute(peer));
        Assert.Equal(["Sum it", "Look up"], wish.Runs.Select(run => run.Workflow));
        Assert.Single(peer.Requests);
        await Resume(peer, wish, new(null, "It is too much."), new(Json.Text("found"), null));
        Assert.Equal(["This failed: It is too much.", "This failed: No tool is called nothing. The tools are Look_up, sum.", "found"], peer.Asked[1].GetProperty("messages").EnumerateArray().Skip(3).Select(message => message.GetProperty("content").GetString()));
    }

    [Theory]
    [InlineData("nothing", "{}", "This failed: No tool is called nothing. The tools are Look_up, sum.")]
    [InlineData("sum", "[1]", "This failed: The arguments are not a JSON object.")]
    [InlineData("sum", "{\"a\": ", "This failed: The arguments are not a JSON object.")]
    public async Task An_invalid_call_is_explained_to_the_model(string tool, string arguments, string told)
    {
        await using var peer = await ModelPeer.Working(new[] { (tool, arguments) }, "I see.");
        Assert.IsType<NodeOutcome.Completed>(await Execute(peer));
        Assert.Equal(told, peer.Asked[1].GetProperty("messages")[3].GetProperty("content").GetString());
    }

    [Fact]
    public async Task Its_steps_are_bounded()
    {
        await using var peer = await ModelPeer.Working([new[] { ("sum", "no"), ("sum", "no"), ("sum", "no"), ("sum", "no") }]);
        Assert.Equal("The agent has run tools 0 times and wants 4 more; the limit is 3. Raise Maximum steps, or simplify the task.", Assert.IsType<NodeOutcome.Failed>(await Execute(peer)).Error);
    }

    [Fact]
    public async Task Its_tokens_are_bounded()
    {
        await using var peer = await ModelPeer.Working([new[] { ("sum", "no") }]);
        Assert.Equal("The agent has used 24 tokens without an answer; the limit is 20. Raise Maximum tokens, or simplify the task.",
            Assert.IsType<NodeOutcome.Failed>(await Execute(peer, Data.Replace("100", "20", StringComparison.Ordinal))).Error);
    }

    [Fact]
    public async Task A_tool_without_a_workflow_is_reported_before_the_model_is_asked()
    {
        await using var peer = await ModelPeer.Working("Hello.");
        var error = await Assert.ThrowsAsync<NodeException>(() => Execute(peer, """{"prompt": "?", "tools": [{"workflow": "Nowhere"}]}""").AsTask());
        Assert.Equal("The tool “Nowhere” is not exactly one published workflow. Use the name or id of one.", error.Message);
        Assert.Empty(peer.Requests);
    }

    [Theory]
    [InlineData("""{"prompt": "?"}""", "tools: The agent has no tools. Add a workflow, or a tool server.")]
    [InlineData("""{"prompt": "?", "tools": [{"name": "a"}]}""", "tools[0].workflow: Workflow is required.")]
    [InlineData("""{"prompt": "?", "tools": [{"workflow": "w", "name": "a b"}]}""", "tools[0].name: “a b” is not a valid tool name. Use up to 64 letters, digits, _ and -.")]
    [InlineData("""{"prompt": "?", "tools": [{"workflow": "a b"}, {"workflow": "a_b"}]}""", "tools[1].name: The name `a_b` is used twice.")]
    [InlineData("""{"prompt": "?", "tools": [{"workflow": "w"}], "maximumSteps": 0}""", "maximumSteps: Maximum steps must be a whole number from 1 to 100.")]
    public void An_invalid_configuration_of_agent_is_reported(string data, string problem) => Assert.Equal([problem], NodeTypes.Problems("agent", data));

    static NodeContext Context() => NodeTypes.Context("""{"prompt": "Where?"}""") with
    {
        FindWorkflow = name => name switch { "Look up" => LookUp, "Sum it" => new("Sum it", "Sums.", []), _ => null },
    };

    static AgentNode Agent(ModelPeer peer) => (AgentNode)NodeTypes.Make(TimeProvider.System, new() { Address = peer.Address, Name = "tiny" }).Find("agent")!;

    static ValueTask<NodeOutcome> Execute(ModelPeer peer, string data = Data) =>
        Agent(peer).Execute(Agent(peer).Read(Json.Parse(data)).Configuration!, Context(), TestContext.Current.CancellationToken);

    /// <summary>Resumes as after a crash, with journaled data only.</summary>
    static ValueTask<NodeOutcome> Resume(ModelPeer peer, NodeOutcome.AwaitRuns wish, params CallResult[] results) =>
        Agent(peer).Resume(Agent(peer).Read(Json.Parse(Data)).Configuration!, Context(), new(results, 1, Json.Parse(wish.Memory!.Value.GetRawText())), TestContext.Current.CancellationToken);

    static string Compact(JsonElement value) => JsonSerializer.Serialize(value, Json.Options);
}
