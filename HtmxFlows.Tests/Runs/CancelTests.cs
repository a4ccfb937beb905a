using HtmxFlows.Runs;

namespace HtmxFlows.Tests.Runs;

public sealed class CancelTests
{
    [Fact]
    public async Task Cancelling_a_running_run_stops_the_call_in_flight()
    {
        await using var peer = await GatedPeer.Start();
        await using var engine = Engine.Start();
        var run = await engine.Begin(
            $$$"""
            call http {"url": "{{{peer.Url}}}", "settings": {"retries": 5, "onError": "continue"}}
            never template {"template": "x"}
            call -> never
            """);
        await peer.Arrived;
        await engine.Runs.Cancel(run).Soon();
        await peer.HungUp;
        var end = engine.State(run);
        Assert.Equal(RunStatus.Cancelled, end.Status);
        Assert.Equal((NodeStatus.Cancelled, NodeStatus.Pending), (end.Node("call").Status, end.Node("never").Status));
        Assert.Equal(["workflow-started", "node-started call", "workflow-cancelled"], engine.Story(run));
    }

    [Fact]
    public async Task Cancelling_a_waiting_run_ends_it()
    {
        await using var engine = Engine.Start();
        var run = await engine.Begin("""a wait {"seconds": 100}""");
        await engine.Until(run, state => state.Status == RunStatus.Waiting);
        await engine.Runs.Cancel(run).Soon();
        engine.Time.Advance(TimeSpan.FromSeconds(100));
        Assert.Equal(RunStatus.Cancelled, engine.State(run).Status);
        Assert.Equal(NodeStatus.Cancelled, engine.State(run).Node("a").Status);
    }

    [Fact]
    public async Task Cancelling_stops_a_query_without_an_end()
    {
        await using var engine = Engine.Start();
        var run = await engine.Begin("""a compute {"sql": "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c"}""");
        await engine.Until(run, state => state.Node("a").Status == NodeStatus.Running);
        await engine.Runs.Cancel(run).Soon();
        Assert.Equal(RunStatus.Cancelled, engine.State(run).Status);
    }

    [Fact]
    public async Task Cancelling_stops_a_template_that_loops_endlessly()
    {
        await using var engine = Engine.Start();
        var digits = string.Join(',', Enumerable.Repeat("0", 1000));
        // The wait is there so that the start of the run does not wait for the template, whose time-out shows that it has begun.
        var run = await engine.Begin(
            $$$"""
            list set {"fields": [{"name": "of", "value": [{{{digits}}}]}]}
            pause wait {"seconds": 1}
            loop template {"template": "{{#each list.of}}{{#each @root.list.of}}{{#each @root.list.of}}{{#each @root.list.of}}{{/each}}{{/each}}{{/each}}{{/each}}", "settings": {"timeout": 77}}
            list -> pause -> loop
            """);
        await engine.Until(run, state => state.Status == RunStatus.Waiting);
        var timeOut = engine.Time.GetUtcNow().AddSeconds(1 + 77);
        var looping = Task.Run(() => engine.Time.Advance(TimeSpan.FromSeconds(1)), TestContext.Current.CancellationToken);
        await engine.Time.TimerAt(timeOut);
        await engine.Runs.Cancel(run).Soon();
        await looping.Soon();
        Assert.Equal(RunStatus.Cancelled, engine.State(run).Status);
    }

    [Fact]
    public async Task Cancelling_while_a_retry_is_awaited_ends_the_run()
    {
        await using var engine = Engine.Start();
        var run = await engine.Begin("""a fail {"message": "No", "settings": {"retries": 9, "delay": 60}}""");
        await engine.Until(run, state => state.Status == RunStatus.Waiting);
        await engine.Runs.Cancel(run).Soon();
        Assert.Equal(RunStatus.Cancelled, engine.State(run).Status);
    }

    [Fact]
    public async Task Cancelling_a_run_that_has_ended_changes_nothing()
    {
        await using var engine = Engine.Start();
        var run = await engine.Begin("""a template {"template": "x"}""");
        await engine.End(run);
        var story = engine.Story(run);
        await engine.Runs.Cancel(run).Soon();
        await engine.Runs.Cancel(Guid.NewGuid()).Soon();
        Assert.Equal(story, engine.Story(run));
    }

    [Fact]
    public async Task A_run_may_be_cancelled_just_as_it_ends()
    {
        await using var engine = Engine.Start();
        var workflow = await engine.Save("""a template {"template": "x"}""");
        await Task.WhenAll(Enumerable.Range(0, 200).Select(async _ => await engine.Runs.Cancel(await engine.BeginSaved(workflow)))).Soon();
    }

    [Fact]
    public async Task Cancelling_twice_at_once_ends_the_run_once()
    {
        await using var engine = Engine.Start();
        var run = await engine.Begin("""a wait {"seconds": 100}""");
        await Task.WhenAll(engine.Runs.Cancel(run), engine.Runs.Cancel(run)).Soon();
        Assert.Single(engine.Story(run), "workflow-cancelled");
    }
}
