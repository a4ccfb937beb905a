using HtmxFlows.Nodes;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Outbound;

namespace HtmxFlows.Tests.Runs;

public sealed class RetryTests
{
    [Fact]
    public async Task A_failed_call_is_tried_again_after_a_delay_that_doubles_and_with_the_same_idempotency_key()
    {
        var failures = 2;
        await using var peer = await HttpPeer.Start(context =>
        {
            context.Response.StatusCode = failures-- > 0 ? 503 : 200;
            return Task.CompletedTask;
        });
        await using var engine = Engine.Start();
        var run = await engine.Begin($$$"""call http {"method": "post", "url": "{{{peer.Url}}}", "settings": {"retries": 3, "delay": 2, "jitter": 0}}""");

        var waiting = await engine.Until(run, state => state.Node("call") is { Status: NodeStatus.Waiting, Attempt: 1 });
        Assert.Equal(engine.Time.GetUtcNow().AddSeconds(2), waiting.Node("call").Until);
        Assert.Contains("503", waiting.Node("call").Error, StringComparison.Ordinal);
        engine.Time.Advance(TimeSpan.FromSeconds(2));

        waiting = await engine.Until(run, state => state.Node("call") is { Status: NodeStatus.Waiting, Attempt: 2 });
        Assert.Equal(engine.Time.GetUtcNow().AddSeconds(4), waiting.Node("call").Until);
        engine.Time.Advance(TimeSpan.FromSeconds(4));

        var end = await engine.End(run);
        Assert.Equal((RunStatus.Completed, 3), (end.Status, end.Node("call").Attempt));
        Assert.Null(end.Node("call").Error);
        Assert.Equal(3, peer.Requests.Count);
        Assert.Single(peer.Requests.Select(request => request.Headers["Idempotency-Key"]).Distinct());
    }

    [Fact]
    public async Task A_request_is_retried_when_its_peer_asks_for_it()
    {
        var failures = 1;
        await using var peer = await HttpPeer.Start(context =>
        {
            context.Response.StatusCode = failures-- > 0 ? 429 : 200;
            context.Response.Headers.RetryAfter = "30";
            return Task.CompletedTask;
        });
        await using var engine = Engine.Start();
        var run = await engine.Begin($$$"""call http {"url": "{{{peer.Url}}}", "settings": {"retries": 1, "delay": 2}}""");
        var waiting = await engine.Until(run, state => state.Node("call").Status == NodeStatus.Waiting);
        Assert.Equal(engine.Time.GetUtcNow().AddSeconds(30), waiting.Node("call").Until);
        engine.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(RunStatus.Completed, (await engine.End(run)).Status);
    }

    [Fact]
    public async Task A_node_that_used_up_its_retries_fails()
    {
        await using var engine = Engine.Start();
        var run = await engine.Begin("""stop fail {"message": "No", "settings": {"retries": 1, "delay": 0}}""");
        var end = await engine.End(run);
        Assert.Equal((RunStatus.Failed, "No", 2), (end.Status, end.Error, end.Node("stop").Attempt));
        Assert.Equal(
            ["workflow-started", "node-started stop", "node-retrying stop", "node-started stop", "node-failed stop", "workflow-failed"], engine.Story(run));
    }

    [Fact]
    public async Task Jitter_shortens_the_delay_of_a_retry_and_a_restart_does_not_change_it()
    {
        await using var engine = Engine.Start();
        var run = await engine.Begin("""stop fail {"message": "No", "settings": {"retries": 1, "delay": 60, "jitter": 0.5}}""");
        var until = (await engine.Until(run, state => state.Status == RunStatus.Waiting)).Node("stop").Until!.Value;
        Assert.Equal(RetryPolicy.Next(new() { Retries = 1, Delay = 60, Jitter = 0.5 }, 1, engine.Time.GetUtcNow(), RetryPolicy.Chance(run, "stop", 1)), until);
        Assert.InRange(until, engine.Time.GetUtcNow().AddSeconds(30), engine.Time.GetUtcNow().AddSeconds(60));
        await using var next = await engine.Restart();
        Assert.Equal(until, (await next.Until(run, state => state.Status == RunStatus.Waiting)).Node("stop").Until);
        next.Time.AdvanceTo(until);
        Assert.Equal(until, (await next.End(run)).FinishedAt);
    }

    [Fact]
    public async Task A_retry_that_was_due_while_the_server_was_down_is_made_at_the_start()
    {
        await using var engine = Engine.Start();
        var run = await engine.Begin("""stop fail {"message": "No", "settings": {"retries": 1, "delay": 60}}""");
        await engine.Until(run, state => state.Status == RunStatus.Waiting);
        await using var next = await engine.Restart();
        Assert.Equal(RunStatus.Waiting, next.State(run).Status);
        next.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(2, (await next.End(run)).Node("stop").Attempt);
    }

    [Fact]
    public async Task A_request_past_its_time_out_is_aborted_and_fails_with_the_reason()
    {
        await using var peer = await GatedPeer.Start();
        await using var engine = Engine.Start();
        var run = await engine.Begin($$$"""call http {"url": "{{{peer.Url}}}", "settings": {"timeout": 2.5}}""");
        await peer.Arrived;
        engine.Time.Advance(TimeSpan.FromSeconds(2.5));
        var end = await engine.End(run);
        await peer.HungUp;
        Assert.Equal(RunStatus.Failed, end.Status);
        Assert.Equal("The node exceeded its time-out of 2.5 s. Raise the time-out in its settings, or reduce its work.", end.Error);
    }

    [Fact]
    public async Task A_node_without_a_time_out_of_its_own_has_the_servers()
    {
        await using var peer = await GatedPeer.Start();
        await using var engine = Engine.Start(nodeLimits: new() { TimeoutSeconds = 7 });
        var run = await engine.Begin($$$"""call http {"url": "{{{peer.Url}}}"}""");
        await peer.Arrived;
        engine.Time.Advance(TimeSpan.FromSeconds(7));
        Assert.Contains("its time-out of 7 s", (await engine.End(run)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_attempt_has_the_whole_time_out()
    {
        await using var peer = await GatedPeer.Start();
        await using var engine = Engine.Start();
        var run = await engine.Begin($$$"""call http {"url": "{{{peer.Url}}}", "settings": {"timeout": 2, "retries": 1, "delay": 5}}""");
        await peer.Arrived;
        engine.Time.Advance(TimeSpan.FromSeconds(2));
        await engine.Until(run, state => state.Status == RunStatus.Waiting);
        peer.Open();
        engine.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(RunStatus.Completed, (await engine.End(run)).Status);
    }

    [Fact]
    public async Task A_query_without_an_end_is_stopped_by_the_time_out()
    {
        await using var engine = Engine.Start();
        var run = await engine.Begin(
            """endless compute {"sql": "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c", "settings": {"timeout": 3}}""");
        await engine.Time.TimerAt(engine.Time.GetUtcNow() + TimeSpan.FromSeconds(3));
        engine.Time.Advance(TimeSpan.FromSeconds(3));
        Assert.Contains("its time-out of 3 s", (await engine.End(run)).Error, StringComparison.Ordinal);
    }
}
