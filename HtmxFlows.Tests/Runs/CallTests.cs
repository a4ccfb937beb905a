using HtmxFlows.Data;
using HtmxFlows.Runs;

namespace HtmxFlows.Tests.Runs;

public sealed class CallTests
{
    const string Double = """a compute {"sql": "SELECT :prompt * 2"}""";
    const string Slow =
        """
        pause wait {"seconds": "{{prompt}}"}
        say template {"template": "{{prompt}} s"}
        pause -> say
        """;

    const string Refuse = """a fail {"message": "Not {{prompt}}"}""";

    [Fact]
    public async Task The_result_of_the_run_that_a_node_calls_is_its_output_and_each_knows_the_other()
    {
        await using var engine = Engine.Start();
        await engine.Save(Double, "Double");
        var run = await engine.Begin("""call workflow {"workflow": "Double"}""", "21");
        var end = await engine.End(run);
        Assert.Equal((RunStatus.Completed, "42"), (end.Status, end.Result!.Value.GetRawText()));
        var called = engine.State(Assert.Single(Calls(engine, run, "call").Runs).Run);
        Assert.Equal((RunStatus.Completed, new RunParent(run, "call", 1), "21"), (called.Status, called.Parent, called.Prompt));
        Assert.Equal(["workflow-started", "node-started call", "node-waiting call", "node-completed call", "workflow-complete"], engine.Story(run));
    }

    [Fact]
    public async Task A_run_that_fails_fails_the_node_that_called_it_with_its_error()
    {
        await using var engine = Engine.Start();
        await engine.Save(Refuse, "Refuse");
        var end = await engine.Run("""call workflow {"workflow": "Refuse", "prompt": "{{prompt}} again"}""", "this");
        Assert.Equal((RunStatus.Failed, "The run of the other workflow did not complete: Not this again"), (end.Status, end.Error));
    }

    [Theory]
    [InlineData("Nowhere", "No workflow is called “Nowhere”. Use the name or id of a workflow.")]
    [InlineData("Twin", "Several workflows are called “Twin”. Use an id.")]
    public async Task A_workflow_that_cannot_be_found_fails_the_node(string name, string problem)
    {
        await using var engine = Engine.Start();
        await engine.Save(Double, "Twin");
        await engine.Save(Double, "Twin");
        Assert.Equal(problem, (await engine.Run("""call workflow {"workflow": "{{prompt}}"}""", name)).Error);
    }

    [Fact]
    public async Task Runs_that_call_each_other_without_an_end_are_stopped_by_the_limit_of_depth()
    {
        await using var engine = Engine.Start(new() { NestingDepth = 3, StopSeconds = 0 });
        var end = await engine.End(await engine.BeginSaved(await engine.Save("""call workflow {"workflow": "Self"}""", "Self")));
        Assert.Equal(RunStatus.Failed, end.Status);
        Assert.Contains("Runs are nested 3 levels deep, the limit.", end.Error, StringComparison.Ordinal);
        Assert.Equal(4, engine.Store.List(end.Workflow, null, 0, 100).Count);
    }

    [Fact]
    public async Task Runs_that_call_several_of_their_own_workflow_are_stopped_by_the_limit_of_a_family()
    {
        await using var engine = Engine.Start(new() { RunsBelow = 20, StopSeconds = 0 });
        var end = await engine.End(await engine.BeginSaved(await engine.Save(
            """each for-each {"items": [1, 2, 3], "workflow": "Bomb", "together": 3, "onFailure": "collect"}""", "Bomb")));
        Assert.Equal((RunStatus.Completed, 20), (end.Status, engine.Store.CountBelow(end.Id)));
        Assert.Contains("has started 20 runs, directly or through others; this is the limit", Json.From(end.Result).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_limit_of_a_family_counts_runs_of_before_a_restart()
    {
        await using var engine = Engine.Start(new() { RunsBelow = 3, StopSeconds = 0 });
        await engine.Save(Slow, "Slow");
        var run = await engine.Begin("""each for-each {"items": [1, 1, 1, 1, 1], "workflow": "Slow", "together": 2, "onFailure": "collect"}""");
        foreach (var call in await Started(engine, run, "each", 2))
            await engine.Until(call, state => state.Status == RunStatus.Waiting);
        await using var next = await engine.Restart();
        await Eventually.Equal(true, async () =>
        {
            next.Time.Advance(TimeSpan.FromSeconds(1));
            await Eventually.Equal(0, () => Task.FromResult(next.Runs.ActiveRuns));
            return next.State(run).IsFinished;
        });
        Assert.Equal(3, next.Store.CountBelow(run));
    }

    [Fact]
    public async Task Called_runs_wait_for_the_places_of_the_process_and_never_for_their_own_callers()
    {
        await using var engine = Engine.Start(new() { ParallelRuns = 1, StopSeconds = 0 });
        await engine.Save(Double, "Double");
        await engine.Save("""each for-each {"items": [1, 2, 3, 4], "workflow": "Double", "together": 4}""", "Middle");
        var end = await engine.Run("""each for-each {"items": [1, 2, 3], "workflow": "Middle", "together": 3}""");
        Assert.Equal("[[2,4,6,8],[2,4,6,8],[2,4,6,8]]", Json.From(end.Result).GetRawText());
    }

    [Theory]
    [InlineData("""again repeat {"workflow": "Slow", "prompt": "1", "until": [{"left": "{{index}}", "operator": "equals", "right": "3"}]}""")]
    [InlineData("""each for-each {"items": [1, 1, 1, 1], "workflow": "Slow", "together": 2}""")]
    public async Task A_stop_while_runs_call_runs_fails_none_of_them(string caller)
    {
        await using var engine = Engine.Start();
        await engine.Save(Slow, "Slow");
        var run = await engine.Begin(caller);
        var current = engine;
        List<Engine> engines = [];
        for (var stops = 0; !current.State(run).IsFinished; stops++)
        {
            Assert.True(stops < 50, "The run does not end.");
            current.Time.Advance(TimeSpan.FromSeconds(1));
            engines.Add(current = await current.Restart());
            await Eventually.Equal(true, () => Task.FromResult(current.State(run).IsFinished || IsPaused(current, run)));
        }
        Assert.Equal((RunStatus.Completed, (string?)null), (current.State(run).Status, current.State(run).Error));
        foreach (var one in engines)
            await one.DisposeAsync();
    }

    /// <summary>Whether each child run waits for a moment.</summary>
    static bool IsPaused(Engine engine, Guid run) => engine.Store.UnfinishedCalls(run) is { Count: > 0 } calls
        && calls.All(call => engine.State(call) is { Status: RunStatus.Waiting, NextDue: { } due } && due > engine.Time.GetUtcNow());

    [Fact]
    public async Task A_child_run_that_a_stopping_server_refuses_stays_open()
    {
        await using var engine = Engine.Start();
        await engine.Save(Double, "Double");
        await engine.BeginSaved(await engine.Save("""a template {"template": "x"}""", "Other"));
        var stopped = engine.Runs.Stop();
        Assert.IsType<RunStart.Stopping>(await engine.Runs.Start(new(Guid.Empty, "", RunTrigger.Api)));
        await stopped.Soon();
    }

    [Fact]
    public async Task Child_runs_are_cancelled_with_their_parent()
    {
        await using var engine = Engine.Start();
        await engine.Save(Slow, "Slow");
        await engine.Save("""inner workflow {"workflow": "Slow"}""", "Middle");
        var run = await engine.Begin("""outer workflow {"workflow": "Middle"}""", "100");
        var middle = await Called(engine, run, "outer");
        var slow = await Called(engine, middle, "inner");
        await engine.Until(slow, state => state.Status == RunStatus.Waiting);
        await engine.Runs.Cancel(run).Soon();
        Assert.Equal(RunStatus.Cancelled, (await engine.End(middle)).Status);
        Assert.Equal(RunStatus.Cancelled, (await engine.End(slow)).Status);
    }

    [Fact]
    public async Task Cancelling_a_child_run_fails_the_node_that_called_it()
    {
        await using var engine = Engine.Start();
        await engine.Save(Slow, "Slow");
        var run = await engine.Begin("""call workflow {"workflow": "Slow"}""", "100");
        var slow = await Called(engine, run, "call");
        await engine.Until(slow, state => state.Status == RunStatus.Waiting);
        await engine.Runs.Cancel(slow).Soon();
        Assert.Equal("The run of the other workflow did not complete: It was cancelled.", (await engine.End(run)).Error);
    }

    [Fact]
    public async Task A_run_that_awaits_runs_has_no_execution_and_resumes_after_a_restart()
    {
        await using var engine = Engine.Start();
        await engine.Save(Slow, "Slow");
        var run = await engine.Begin("""call workflow {"workflow": "Slow"}""", "5");
        await engine.Until(await Called(engine, run, "call"), state => state.Status == RunStatus.Waiting);
        await Eventually.Equal(0, () => Task.FromResult(engine.Runs.ActiveRuns));
        await using var next = await engine.Restart();
        next.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("5 s", (await next.End(run)).Result!.Value.GetString());
    }

    [Fact]
    public async Task The_end_of_a_child_run_is_found_after_a_crash_before_its_notice()
    {
        await using var engine = Engine.Start();
        await engine.Save(Slow, "Slow");
        var run = await engine.Begin("""call workflow {"workflow": "Slow"}""", "5");
        var slow = await Called(engine, run, "call");
        await engine.Until(slow, state => state.Status == RunStatus.Waiting);
        await Eventually.Equal(0, () => Task.FromResult(engine.Runs.ActiveRuns));
        var state = engine.State(slow);
        var failed = new WorkflowFailed("Written by nobody") { Seq = state.LastSeq + 1, At = engine.Time.GetUtcNow() };
        await engine.Journal.Append(state.Apply(failed), [failed]);
        await using var next = engine.Crash();
        Assert.Contains("Written by nobody", (await next.End(run)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_whose_parent_has_ended_is_cancelled_at_the_start()
    {
        await using var engine = Engine.Start();
        await engine.Save(Slow, "Slow");
        var run = await engine.Begin("""call workflow {"workflow": "Slow"}""", "5");
        var slow = await Called(engine, run, "call");
        await engine.Until(slow, state => state.Status == RunStatus.Waiting);
        await Eventually.Equal(0, () => Task.FromResult(engine.Runs.ActiveRuns));
        var state = engine.State(run);
        var failed = new WorkflowFailed("Written by nobody") { Seq = state.LastSeq + 1, At = engine.Time.GetUtcNow() };
        await engine.Journal.Append(state.Apply(failed), [failed]);
        await using var next = engine.Crash();
        Assert.Equal(RunStatus.Cancelled, (await next.End(slow)).Status);
    }

    [Fact]
    public async Task For_each_gives_the_results_in_the_order_of_the_items_and_not_of_their_ends()
    {
        await using var engine = Engine.Start();
        await engine.Save(Slow, "Slow");
        var run = await engine.Begin("""each for-each {"items": [3, 1, 2], "workflow": "Slow", "together": 3}""");
        foreach (var call in await Started(engine, run, "each", 3))
            await engine.Until(call, state => state.Status == RunStatus.Waiting);
        for (var seconds = 1; seconds <= 3; seconds++)
        {
            engine.Time.Advance(TimeSpan.FromSeconds(1));
            await Eventually.Equal(3 - seconds, () => Task.FromResult(engine.Store.UnfinishedCalls(run).Count));
        }
        Assert.Equal("""["3 s","1 s","2 s"]""", (await engine.End(run)).Result!.Value.GetRawText());
    }

    [Fact]
    public async Task The_progress_of_a_loop_is_reported_although_it_was_suspended_when_a_run_ended()
    {
        await using var engine = Engine.Start();
        await engine.Save(Slow, "Slow");
        var run = await engine.Begin("""each for-each {"items": [3, 1, 2], "workflow": "Slow", "together": 3, "onFailure": "collect"}""");
        var called = await Started(engine, run, "each", 3);
        foreach (var call in called)
            await engine.Until(call, state => state.Status == RunStatus.Waiting);
        await Eventually.Equal(0, () => Task.FromResult(engine.Runs.ActiveRuns));
        var state = engine.State(called[0]);
        var failed = new WorkflowFailed("Written by nobody") { Seq = state.LastSeq + 1, At = engine.Time.GetUtcNow() };
        await engine.Journal.Append(state.Apply(failed), [failed]);

        await using var next = engine.Crash();

        await Eventually.Equal(true, () => Task.FromResult(next.Progress.Any(reported => reported is { Done: 1, Total: 3, Cells: "frr" })));
    }

    [Fact]
    public async Task For_each_has_no_more_runs_in_progress_than_configured()
    {
        await using var engine = Engine.Start();
        await engine.Save(Slow, "Slow");
        var run = await engine.Begin("""each for-each {"items": [1, 1, 1, 1, 1], "workflow": "Slow", "together": 2}""");
        foreach (var expected in new[] { 2, 4, 5 })
        {
            var started = await Started(engine, run, "each", expected);
            Assert.Equal(expected, started.Count);
            foreach (var call in engine.Store.UnfinishedCalls(run))
                await engine.Until(call, state => state.Status == RunStatus.Waiting);
            engine.Time.Advance(TimeSpan.FromSeconds(1));
        }
        Assert.Equal(5, (await engine.End(run)).Result!.Value.GetArrayLength());
    }

    [Fact]
    public async Task For_each_stops_at_the_first_failure_and_cancels_the_others()
    {
        await using var engine = Engine.Start();
        await engine.Save(
            """
            odd branch {"conditions": [{"left": "{{prompt}}", "operator": "equals", "right": "bad"}]}
            no fail {"message": "It is bad"}
            pause wait {"seconds": "100"}
            odd:true -> no
            odd:false -> pause
            """, "Picky");
        var end = await engine.Run("""each for-each {"items": ["good", "bad", "good"], "workflow": "Picky", "together": 2}""");
        Assert.Equal("The run for item 2 did not complete: It is bad", end.Error);
        var calls = Calls(engine, end.Id, "each").Runs;
        Assert.Equal(RunStatus.Cancelled, (await engine.End(calls[0].Run)).Status);
        Assert.Null(engine.Store.Find(calls[2].Run));
    }

    [Fact]
    public async Task For_each_may_collect_failures_instead()
    {
        await using var engine = Engine.Start();
        await engine.Save(Refuse, "Refuse");
        var end = await engine.Run("""each for-each {"items": [1, {"a": 2}], "workflow": "Refuse", "prompt": "{{index}}: {{item}}", "onFailure": "collect"}""");
        Assert.Equal("""[{"error":"Not 0: 1"},{"error":"Not 1: {\"a\":2}"}]""", Json.From(end.Result).GetRawText());
    }

    [Fact]
    public async Task For_each_of_nothing_is_nothing() =>
        await With(async engine => Assert.Equal("[]", (await engine.Run(
            """
            none compute {"sql": "SELECT json('[]') AS list, 1 AS one"}
            each for-each {"items": "{{none.list}}", "workflow": "{{prompt}}"}
            none -> each
            """)).Result!.Value.GetRawText()));

    [Fact]
    public async Task After_a_crash_for_each_repeats_no_item_that_was_finished()
    {
        await using var engine = Engine.Start();
        await engine.Save(
            """
            count store {"operation": "increment", "collection": "calls", "key": "{{prompt}}"}
            pause wait {"seconds": "{{prompt}}"}
            count -> pause
            """, "Counted");
        var run = await engine.Begin("""each for-each {"items": [1, 2, 3, 4], "workflow": "Counted", "together": 2}""");
        foreach (var call in await Started(engine, run, "each", 2))
            await engine.Until(call, state => state.Status == RunStatus.Waiting);
        engine.Time.Advance(TimeSpan.FromSeconds(1));
        await Started(engine, run, "each", 3);
        await using var next = engine.Crash();
        await Eventually.Equal(true, async () =>
        {
            foreach (var call in next.Store.UnfinishedCalls(run))
                await next.Until(call, state => state.Status == RunStatus.Waiting || state.IsFinished);
            next.Time.Advance(TimeSpan.FromSeconds(1));
            await Eventually.Equal(0, () => Task.FromResult(next.Runs.ActiveRuns));
            return next.State(run).IsFinished;
        });
        Assert.Equal(RunStatus.Completed, next.State(run).Status);
        Assert.Equal(["1", "1", "1", "1"], await next.Database.Write(writer =>
            Dapper.SqlMapper.Query<string>(writer.Connection, "SELECT value FROM store_entries ORDER BY key").ToArray()));
    }

    [Fact]
    public async Task Repeat_runs_until_its_condition_holds_and_each_run_sees_the_last_result()
    {
        await using var engine = Engine.Start();
        await engine.Save(Double, "Double");
        var run = await engine.Begin(
            """again repeat {"workflow": "Double", "prompt": "{{default result prompt}}", "until": [{"left": "{{result}}", "operator": "greater", "right": "50"}]}""", "4");
        var end = await engine.End(run);
        Assert.Equal("64", end.Result!.Value.GetRawText());
        Assert.Equal(4, engine.Story(run).Count(line => line == "node-waiting again"));
    }

    [Fact]
    public async Task Repeat_is_bounded() => await With(async engine =>
    {
        await engine.Save(Double, "Double");
        var end = await engine.Run("""again repeat {"workflow": "Double", "maximum": 3, "until": [{"left": "{{index}}", "operator": "greater", "right": "9"}]}""", "4");
        Assert.Equal("The conditions are not met after 3 runs, the maximum. The last result is 8.", end.Error);
    });

    [Fact]
    public async Task A_node_does_not_wait_for_runs_beyond_its_time_out_and_cancels_them()
    {
        await using var engine = Engine.Start();
        await engine.Save(Slow, "Slow");
        var run = await engine.Begin("""call workflow {"workflow": "Slow", "settings": {"timeout": 10, "retries": 1, "delay": 1}}""", "100");
        var first = await Called(engine, run, "call");
        await engine.Until(first, state => state.Status == RunStatus.Waiting);
        await engine.Until(run, state => state.Status == RunStatus.Waiting);
        engine.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(RunStatus.Cancelled, (await engine.End(first)).Status);
        await engine.Until(run, state => state.Node("call") is { Status: NodeStatus.Waiting, Calls: null });
        engine.Time.Advance(TimeSpan.FromSeconds(1));
        await engine.Until(run, state => state.Node("call").Attempt == 2);
        await engine.Runs.Cancel(run).Soon();
    }

    static Calls Calls(Engine engine, Guid run, string node) =>
        engine.Journal.Read(run).OfType<NodeWaiting>().Last(waiting => waiting.NodeId == node).Calls!;

    /// <summary>Waits until a node has started so many runs.</summary>
    static async Task<IReadOnlyList<Guid>> Started(Engine engine, Guid run, string node, int count)
    {
        await engine.Until(run, state => state.Node(node).Calls is not null);
        Guid[] calls = [.. Calls(engine, run, node).Runs.Select(call => call.Run)];
        await Eventually.Equal(count, () => Task.FromResult(engine.Store.Statuses(calls).Count));
        return [.. calls.Where(call => engine.Store.Find(call) is not null)];
    }

    static async Task<Guid> Called(Engine engine, Guid run, string node) => (await Started(engine, run, node, 1))[0];

    static async Task With(Func<Engine, Task> test)
    {
        await using var engine = Engine.Start();
        await test(engine);
    }
}
