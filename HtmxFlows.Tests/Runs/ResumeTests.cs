using HtmxFlows.Runs;
using HtmxFlows.Tests.Outbound;

namespace HtmxFlows.Tests.Runs;

public sealed class ResumeTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_a_stop_or_a_crash_completed_nodes_do_not_run_again_and_the_one_in_flight_does(bool crash)
    {
        await using var done = await HttpPeer.Saying("done");
        await using var gated = await GatedPeer.Start();
        await using var engine = Engine.Start();
        var run = await engine.Begin(
            $$$"""
            first http {"method": "post", "url": "{{{done.Url}}}"}
            second http {"method": "post", "url": "{{{gated.Url}}}"}
            first -> second
            """);
        await gated.Arrived;
        await using var next = crash ? engine.Crash() : await engine.Restart();
        await next.Until(run, state => state.Node("second").Attempt == 2);
        gated.Open();
        var end = await next.End(run);
        Assert.Equal(RunStatus.Completed, end.Status);
        Assert.Single(done.Requests);
        Assert.Equal((1, 2), (end.Node("first").Attempt, end.Node("second").Attempt));
        Assert.Single(gated.Requests.Select(request => request.Headers["Idempotency-Key"]).Distinct());
        Assert.NotEqual(gated.Requests[0].Headers["Idempotency-Key"], done.Requests[0].Headers["Idempotency-Key"]);
        Assert.Single(next.Story(run), "workflow-resumed");
    }

    [Fact]
    public async Task A_node_may_fail_after_a_crash_instead_of_running_again()
    {
        await using var peer = await GatedPeer.Start();
        await using var engine = Engine.Start();
        var run = await engine.Begin($$$"""call http {"url": "{{{peer.Url}}}", "settings": {"onCrash": "fail", "retries": 5}}""");
        await peer.Arrived;
        await using var next = engine.Crash();
        var end = await next.End(run);
        Assert.Equal(RunStatus.Failed, end.Status);
        Assert.Contains("its setting “After a crash” is fail", end.Error, StringComparison.Ordinal);
        Assert.Single(peer.Requests);
    }

    [Fact]
    public async Task A_finished_run_is_left_alone()
    {
        await using var engine = Engine.Start();
        var run = await engine.Begin("""a template {"template": "x"}""");
        await engine.End(run);
        var story = engine.Story(run);
        await using var next = await engine.Restart();
        await next.Runs.Stop();
        Assert.Equal(story, next.Story(run));
    }

    [Fact]
    public async Task A_node_in_flight_may_end_within_the_time_that_stopping_gives()
    {
        await using var peer = await GatedPeer.Start();
        await using var engine = Engine.Start(new() { StopSeconds = 60 });
        var run = await engine.Begin(
            $$$"""
            call http {"url": "{{{peer.Url}}}"}
            after template {"template": "x"}
            call -> after
            """);
        await peer.Arrived;
        var stopped = engine.Runs.Stop();
        peer.Open();
        await stopped.Soon();
        Assert.Equal((NodeStatus.Completed, NodeStatus.Pending, RunStatus.Running),
            engine.State(run) is var left ? (left.Node("call").Status, left.Node("after").Status, left.Status) : default);
        await using var next = engine.Crash();
        Assert.Equal("x", (await next.End(run)).Result!.Value.GetString());
        Assert.Single(peer.Requests);
    }

    [Fact]
    public async Task Stopping_aborts_nodes_that_do_not_end_in_time()
    {
        await using var peer = await GatedPeer.Start();
        await using var engine = Engine.Start(new() { StopSeconds = 5 });
        var run = await engine.Begin($$$"""call http {"url": "{{{peer.Url}}}"}""");
        await peer.Arrived;
        var stopped = engine.Runs.Stop();
        await engine.Time.TimerAt(engine.Time.GetUtcNow() + TimeSpan.FromSeconds(5));
        Assert.Equal("The server is stopping. Try again in a moment.", (await engine.Runs.Start(new(Guid.Empty, "", RunTrigger.Api))).Problem());
        engine.Time.Advance(TimeSpan.FromSeconds(5));
        await stopped.Soon();
        await peer.HungUp;
        Assert.Equal(NodeStatus.Running, engine.State(run).Node("call").Status);
    }

    [Fact]
    public async Task A_run_whose_version_cannot_run_any_more_fails_with_the_reason()
    {
        await using var engine = Engine.Start();
        var run = await engine.Begin("""a wait {"seconds": 5}""");
        await engine.Until(run, state => state.Status == RunStatus.Waiting);
        await engine.Database.Write(writer => writer.Execute("UPDATE versions SET flow = replace(flow, 'wait', 'gone')"));
        await using var next = await engine.Restart();
        next.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Contains("can no longer run", (await next.End(run)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stores_interrupted_at_any_event_take_effect_once()
    {
        await using var engine = Engine.Start();
        var workflow = await engine.Save(
            """
            one store {"operation": "increment", "collection": "c", "key": "n"}
            two store {"operation": "increment", "collection": "c", "key": "n"}
            pause wait {"seconds": 1}
            three store {"operation": "increment", "collection": "c", "key": "n"}
            one -> two -> pause -> three
            """);
        var run = await engine.BeginSaved(workflow);
        await using var next = engine.Crash();
        await next.Until(run, state => state.Status == RunStatus.Waiting);
        await using var last = next.Crash();
        last.Time.Advance(TimeSpan.FromSeconds(1));
        var end = await last.End(run);
        Assert.Equal(3, end.Result!.Value.GetProperty("value").GetInt32());
    }
}
