using HtmxFlows.Runs;
using HtmxFlows.Tests.Nodes;

namespace HtmxFlows.Tests.Runs;

/// <summary>An agent whose tools are runs of other workflows.</summary>
public sealed class AgentTests
{
    const string Agent = """agent agent {"prompt": "{{prompt}}", "tools": [{"workflow": "Count", "name": "count"}, {"workflow": "Rest", "name": "rest"}]}""";

    [Fact]
    public async Task It_works_with_its_tools_until_it_has_an_answer()
    {
        await using var peer = await ModelPeer.Working(new[] { ("count", """{"prompt": "moon"}""") }, "It has four letters.");
        await using var engine = await Start(peer);

        var end = await engine.Run(Agent, "How long is moon?");

        Assert.Equal((RunStatus.Completed, "It has four letters."), (end.Status, end.Result!.Value.GetProperty("text").GetString()));
        var step = Assert.Single(end.Result.Value.GetProperty("steps").EnumerateArray());
        Assert.Equal(RunStatus.Completed, engine.State(step.GetProperty("run").GetGuid()).Status);
        Assert.Equal($$"""{"tool":"count","input":{"prompt":"moon"},"result":4,"run":{{step.GetProperty("run").GetRawText()}}}""", step.GetRawText());
        Assert.Equal(["node-started agent", "node-waiting agent", "node-completed agent"], engine.Story(end.Id)[1..^1]);
    }

    [Fact]
    public async Task The_failure_of_a_tool_is_sent_to_the_model()
    {
        await using var peer = await ModelPeer.Working(new[] { ("count", """{"prompt": "moon", "speed": 3}""") }, "I cannot.");
        await using var engine = await Start(peer);

        var end = await engine.Run(Agent);

        Assert.Equal("I cannot.", end.Result!.Value.GetProperty("text").GetString());
        Assert.Contains("speed", end.Result.Value.GetProperty("steps")[0].GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_crash_it_resumes_from_its_last_step()
    {
        await using var peer = await ModelPeer.Working(new[] { ("count", """{"prompt": "moon"}""") }, new[] { ("rest", "{}") }, "Rested.");
        await using var engine = await Start(peer);
        var run = await engine.Begin(Agent);
        await engine.Until(run, state => state.Node("agent").Round == 2);
        var rest = engine.State(run).Node("agent").Calls!.Runs[0].Run;
        await engine.Until(rest, state => state.Status == RunStatus.Waiting);

        await using var next = engine.Crash();
        next.Time.Advance(TimeSpan.FromSeconds(100));
        var end = await next.End(run);

        Assert.Equal("Rested.", end.Result!.Value.GetProperty("text").GetString());
        Assert.Equal(["count", "rest"], end.Result.Value.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("tool").GetString()));
        Assert.Equal((3, 1), (peer.Requests.Count, end.Node("agent").Attempt));
    }

    [Fact]
    public async Task Tools_called_at_once_run_side_by_side()
    {
        await using var peer = await ModelPeer.Working(new[] { ("rest", "{}"), ("count", """{"prompt": "moon"}""") }, "Done.");
        await using var engine = await Start(peer);
        var run = await engine.Begin(Agent);
        await engine.Until(run, state => state.Node("agent").Calls is not null);
        var called = engine.State(run).Node("agent").Calls!.Runs;
        await engine.Until(called[0].Run, state => state.Status == RunStatus.Waiting);
        await engine.Until(called[1].Run, state => state.Status == RunStatus.Completed);

        engine.Time.Advance(TimeSpan.FromSeconds(100));
        var end = await engine.End(run);

        Assert.Equal(["rest", "count"], end.Result!.Value.GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("tool").GetString()));
        Assert.Equal(4, end.Result.Value.GetProperty("steps")[1].GetProperty("result").GetInt32());
    }

    [Fact]
    public async Task Cancelling_it_ends_the_call_of_the_model_and_the_run_of_its_tool()
    {
        await using var peer = await ModelPeer.Working([new[] { ("rest", "{}") }]);
        await using var engine = await Start(peer);
        var run = await engine.Begin(Agent);
        await engine.Until(run, state => state.Node("agent").Calls is not null);
        var rest = engine.State(run).Node("agent").Calls!.Runs[0].Run;
        await engine.Until(rest, state => state.Status == RunStatus.Waiting);

        await engine.Runs.Cancel(run).Soon();

        Assert.Equal(RunStatus.Cancelled, (await engine.End(rest)).Status);
        Assert.Equal(RunStatus.Cancelled, engine.State(run).Status);
    }

    static async Task<Engine> Start(ModelPeer peer)
    {
        var engine = Engine.Start(model: new() { Address = peer.Address, Name = "tiny" });
        await engine.Save("""count compute {"sql": "SELECT length(:prompt)"}""", "Count");
        await engine.Save("""rest wait {"seconds": "100"}""", "Rest");
        return engine;
    }
}
