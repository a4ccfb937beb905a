using HtmxFlows.Runs;

namespace HtmxFlows.Tests.Runs;

public sealed class QueueTests
{
    const string Slow = """pause wait {"seconds": 10}""";

    [Fact]
    public async Task Runs_beyond_the_limit_of_their_workflow_wait_in_their_order()
    {
        await using var engine = Engine.Start();
        var workflow = await engine.SaveLimited(Slow, """{"limit": 1}""");
        var runs = await Begin(engine, workflow, 3);
        Assert.Equal([RunStatus.Waiting, RunStatus.Queued, RunStatus.Queued], await States(engine, runs));
        Assert.Equal([null, 1, 2], runs.Select(engine.Runs.Place));
        engine.Time.Advance(TimeSpan.FromSeconds(10));
        await engine.End(runs[0]);
        await engine.Until(runs[1], state => state.Status == RunStatus.Waiting);
        Assert.Equal([null, null, 1], runs.Select(engine.Runs.Place));
        Assert.Equal(["workflow-started", "node-started pause", "node-waiting pause"], engine.Story(runs[1]));
    }

    [Fact]
    public async Task A_queued_run_can_be_cancelled_before_it_does_anything()
    {
        await using var engine = Engine.Start();
        var workflow = await engine.SaveLimited(Slow, """{"limit": 1}""");
        var runs = await Begin(engine, workflow, 3);
        await engine.Runs.Cancel(runs[1]).Soon();
        Assert.Equal(["workflow-started", "workflow-cancelled"], engine.Story(runs[1]));
        Assert.Equal(1, engine.Runs.Place(runs[2]));
        await engine.Runs.Cancel(runs[0]).Soon();
        await engine.Until(runs[2], state => state.Status == RunStatus.Waiting);
    }

    [Fact]
    public async Task A_workflow_may_refuse_further_runs()
    {
        await using var engine = Engine.Start();
        var workflow = await engine.SaveLimited(Slow, """{"limit": 2, "beyond": "refuse"}""");
        var runs = await Begin(engine, workflow, 2);
        var start = await engine.Runs.Start(new(workflow, "", RunTrigger.Api));
        Assert.Equal("2 of the workflow's runs have not ended, and that is its limit. Try again when one has.", Assert.IsType<RunStart.Busy>(start).Problem);
        await engine.Runs.Cancel(runs[0]).Soon();
        await engine.BeginSaved(workflow);
    }

    [Fact]
    public async Task A_run_may_replace_the_oldest()
    {
        await using var engine = Engine.Start();
        var workflow = await engine.SaveLimited(Slow, """{"limit": 2, "beyond": "replace"}""");
        var runs = await Begin(engine, workflow, 3);
        Assert.Equal([RunStatus.Cancelled, RunStatus.Waiting, RunStatus.Waiting], await States(engine, runs));
    }

    [Fact]
    public async Task The_limit_of_the_process_counts_no_suspended_run()
    {
        await using var peer = await GatedPeer.Start();
        await using var engine = Engine.Start(new() { ParallelRuns = 2, StopSeconds = 0 });
        var slow = await engine.Save(Slow);
        foreach (var run in await Begin(engine, slow, 5))
            await engine.Until(run, state => state.Status == RunStatus.Waiting);
        await Eventually.Equal(0, () => Task.FromResult(engine.Runs.ActiveRuns));
        var busy = await engine.Save($$$"""call http {"url": "{{{peer.Url}}}"}""");
        var runs = await Begin(engine, busy, 3);
        Assert.Equal([null, null, 1], runs.Select(engine.Runs.Place));
        peer.Open();
        foreach (var run in runs)
            Assert.Equal(RunStatus.Completed, (await engine.End(run)).Status);
    }

    [Fact]
    public async Task Child_runs_do_not_count_for_the_limit_of_their_workflow()
    {
        await using var engine = Engine.Start();
        await engine.SaveLimited("""a template {"template": "{{prompt}}"}""", """{"limit": 1}""", "Inner");
        var end = await engine.Run("""each for-each {"items": [1, 2, 3], "workflow": "Inner", "together": 3}""");
        Assert.Equal("""["1","2","3"]""", end.Result!.Value.GetRawText());
    }

    [Fact]
    public async Task Thousands_of_queued_runs_start_in_their_order_after_a_restart()
    {
        const int Runs = 300;
        await using var engine = Engine.Start();
        const string Order = """a store {"operation": "append", "collection": "c", "key": "order", "value": "{{prompt}}"}""";
        const string One = """{"limit": 1}""";
        var workflow = await engine.SaveLimited(Slow, One);
        await engine.Until(await engine.BeginSaved(workflow), state => state.Status == RunStatus.Waiting);
        await engine.Workflows.Update(workflow, 1, new("Test", "", Engine.Limited(Order, One)));
        for (var number = 0; number < Runs; number++)
        {
            engine.Time.Advance(TimeSpan.FromMilliseconds(1));
            await engine.BeginSaved(workflow, $"{number}");
        }
        await using var next = await engine.Restart();
        next.Time.Advance(TimeSpan.FromSeconds(10));
        await Eventually.Equal(0, () => Task.FromResult(next.Store.Unfinished(workflow).Count));
        var order = await next.Database.Write(writer => Dapper.SqlMapper.QuerySingle<string>(writer.Connection, "SELECT value FROM store_entries"));
        Assert.Equal($"[{string.Join(',', Enumerable.Range(0, Runs).Select(number => $"\"{number}\""))}]", order);
    }

    [Fact]
    public void Workflows_take_turns()
    {
        var (a, b) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        Guid[] ofA = [.. Enumerable.Range(0, 3).Select(_ => Guid.CreateVersion7())], ofB = [.. Enumerable.Range(0, 2).Select(_ => Guid.CreateVersion7())];
        var queue = new RunQueue(1, _ => null, new(TimeProvider.System));
        Assert.True(queue.TryEnter(new(a, false), Guid.Empty));
        foreach (var run in ofA)
            queue.Wait(new(a, false), run);
        foreach (var run in ofB)
            queue.Wait(new(b, false), run);
        Guid[] expected = [ofA[0], ofB[0], ofA[1], ofB[1], ofA[2]];
        Assert.Equal([1, 2, 3, 4, 5], expected.Select(run => Assert.IsType<QueueWait.Turn>(queue.WaitOf(run)).Place));
        List<Guid> started = [];
        for (var (ended, last) = (0, Guid.Empty); started.Count < expected.Length; last = started[ended++])
        {
            queue.End(last);
            started.AddRange(queue.TakeNext().Taken);
        }
        Assert.Equal(expected, started);
    }

    static async Task<Guid[]> Begin(Engine engine, Guid workflow, int count)
    {
        List<Guid> runs = [];
        for (var index = 0; index < count; index++)
        {
            // Runs of the same moment have no order.
            engine.Time.Advance(TimeSpan.FromMilliseconds(1));
            runs.Add(await engine.BeginSaved(workflow));
        }
        return [.. runs];
    }

    static async Task<RunStatus[]> States(Engine engine, Guid[] runs)
    {
        List<RunStatus> states = [];
        foreach (var run in runs)
            states.Add((await engine.Until(run, state => state.Status != RunStatus.Running)).Status);
        return [.. states];
    }
}
