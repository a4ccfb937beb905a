using HtmxFlows.Data;
using HtmxFlows.Runs;

namespace HtmxFlows.Tests.Runs;

/// <summary>Limits by key, rates and quiet times of workflows.</summary>
public sealed class LimitTests
{
    const string Slow = """pause wait {"seconds": 3600}""";

    const string Quick = """a template {"template": "{{prompt}}"}""";

    [Fact]
    public async Task A_key_has_a_limit_of_its_own_for_each_value()
    {
        await using var engine = Engine.Start();
        var workflow = await engine.SaveLimited(Slow, """{"limit": 1, "key": "{{prompt}}"}""");
        var runs = await Begin(engine, workflow, "a", "a", "b", "b", "c");

        Assert.Equal([RunStatus.Waiting, RunStatus.Queued, RunStatus.Waiting, RunStatus.Queued, RunStatus.Waiting], await States(engine, runs));

        await engine.Runs.Cancel(runs[2]).Soon();

        await engine.Until(runs[3], state => state.Status == RunStatus.Waiting);
        Assert.Equal(RunStatus.Queued, engine.State(runs[1]).Status);
    }

    [Fact]
    public async Task A_restart_keeps_limits_and_lines_by_key()
    {
        await using var engine = Engine.Start();
        var workflow = await engine.SaveLimited(Slow, """{"limit": 1, "key": "{{prompt}}"}""");
        var runs = await Begin(engine, workflow, "a", "a", "b");
        await States(engine, runs);
        await using var next = await engine.Restart();

        var late = await Begin(next, workflow, "b", "c");

        Assert.Equal([RunStatus.Queued, RunStatus.Waiting], await States(next, late));
        Assert.Equal(RunStatus.Queued, next.State(runs[1]).Status);
        await next.Runs.Cancel(runs[0]).Soon();
        await next.Until(runs[1], state => state.Status == RunStatus.Waiting);
    }

    [Fact]
    public async Task A_start_whose_key_has_no_value_is_refused()
    {
        await using var engine = Engine.Start();
        var workflow = await engine.SaveLimited(Slow, """{"limit": 1, "key": "{{trigger.body}}"}""");

        var start = await engine.Runs.Start(new(workflow, "", RunTrigger.Api));

        Assert.StartsWith("The key of the workflow's limits has no value for this run: ", Assert.IsType<RunStart.Refused>(start).Problem, StringComparison.Ordinal);
        Assert.Empty(engine.Store.List(workflow, null, 0, 9));
    }

    [Fact]
    public async Task A_long_key_is_kept_as_its_beginning_and_a_hash()
    {
        await using var engine = Engine.Start();
        var workflow = await engine.SaveLimited(Slow, """{"limit": 1, "key": "{{prompt}}"}""");
        var runs = await Begin(engine, workflow, new string('x', 5000), new string('x', 5001), new string('x', 5000));

        Assert.Equal([RunStatus.Waiting, RunStatus.Waiting, RunStatus.Queued], await States(engine, runs));
        Assert.Equal(100 + 1 + 64, engine.State(runs[0]).Key!.Length);
    }

    [Fact]
    public async Task A_rate_lets_no_more_runs_start_in_any_period_and_the_others_follow_in_their_order()
    {
        await using var engine = Engine.Start();
        var workflow = await engine.SaveLimited(Quick, """{"rate": 2, "per": "PT1M"}""");
        var runs = await Begin(engine, workflow, "1", "2", "3", "4", "5");
        await engine.End(runs[1]);
        var begun = engine.State(runs[0]).StartedAt;

        Assert.Equal([null, null, 1, 2, 3], runs.Select(engine.Runs.Place));
        Assert.Equal(begun.AddMinutes(1), Assert.IsType<QueueWait.Turn>(engine.Runs.WaitOf(runs[2])).NotBefore);

        for (var minute = 1; minute <= 2; minute++)
        {
            await engine.Time.TimerBy(begun.AddMinutes(minute));
            engine.Time.AdvanceTo(begun.AddMinutes(minute).AddSeconds(1));
            await engine.End(runs[minute * 2]);
        }

        DateTimeOffset[] starts = [.. runs.Select(run => engine.State(run).BegunAt).OfType<DateTimeOffset>()];
        Assert.Equal(5, starts.Length);
        Assert.Equal(starts.Order(), starts);
        Assert.All(starts.Skip(2).Zip(starts), pair => Assert.True(pair.First - pair.Second >= TimeSpan.FromMinutes(1), $"{pair.Second:O} and {pair.First:O}"));
    }

    [Fact]
    public async Task A_rate_counts_the_starts_before_a_restart()
    {
        await using var engine = Engine.Start();
        var workflow = await engine.SaveLimited(Quick, """{"rate": 2, "per": "PT1M", "key": "{{prompt}}"}""");
        var runs = await Begin(engine, workflow, "a", "a", "a", "b");
        await engine.End(runs[3]);
        var begun = engine.State(runs[0]).StartedAt;
        await using var next = await engine.Restart();

        Assert.Equal(RunStatus.Queued, next.State(runs[2]).Status);
        var late = await Begin(next, workflow, "b", "b");
        await next.End(late[0]);
        Assert.Equal(RunStatus.Queued, next.State(late[1]).Status);

        await next.Time.TimerBy(begun.AddMinutes(1));
        next.Time.AdvanceTo(begun.AddMinutes(1).AddSeconds(1));
        await next.End(runs[2]);
    }

    [Fact]
    public async Task A_rate_refuses_with_the_time_after_which_a_run_may_start()
    {
        await using var engine = Engine.Start();
        var workflow = await engine.SaveLimited(Quick, """{"rate": 1, "per": "PT1M", "beyond": "refuse"}""");
        await engine.BeginSaved(workflow);
        engine.Time.Advance(TimeSpan.FromSeconds(15));

        var start = Assert.IsType<RunStart.Busy>(await engine.Runs.Start(new(workflow, "", RunTrigger.Api)));

        Assert.Equal(TimeSpan.FromSeconds(45), start.RetryAfter);
        engine.Time.Advance(TimeSpan.FromSeconds(45));
        await engine.BeginSaved(workflow);
    }

    [Fact]
    public async Task The_newest_takes_the_place_of_the_runs_that_wait_for_a_rate()
    {
        await using var engine = Engine.Start();
        var workflow = await engine.SaveLimited(Quick, """{"rate": 1, "per": "PT1M", "beyond": "replace"}""");
        var runs = await Begin(engine, workflow, "1", "2", "3", "4");

        Assert.Equal([RunStatus.Completed, RunStatus.Cancelled, RunStatus.Cancelled, RunStatus.Queued], await States(engine, runs));
        Assert.Equal([runs[2], runs[3]], [engine.State(runs[1]).ReplacedBy, engine.State(runs[2]).ReplacedBy]);

        engine.Time.Advance(TimeSpan.FromMinutes(1));
        await engine.End(runs[3]);
    }

    [Fact]
    public async Task A_run_waits_for_a_quiet_time_and_a_later_one_takes_its_place()
    {
        await using var engine = Engine.Start();
        var workflow = await engine.SaveLimited(Quick, """{"debounce": "10s"}""");
        var first = await engine.BeginSaved(workflow, "first");
        engine.Time.Advance(TimeSpan.FromSeconds(9));
        var second = await engine.BeginSaved(workflow, "second");

        Assert.Equal((RunStatus.Cancelled, second), (engine.State(first).Status, engine.State(first).ReplacedBy));
        Assert.Null(engine.Runs.WaitOf(first));
        Assert.Equal(engine.Time.GetUtcNow().AddSeconds(10), Assert.IsType<QueueWait.Quiet>(engine.Runs.WaitOf(second)).Until);

        engine.Time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(RunStatus.Queued, engine.State(second).Status);
        engine.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("second", (await engine.End(second)).Result!.Value.GetString());
    }

    [Fact]
    public async Task A_run_that_waits_for_a_quiet_time_can_be_cancelled()
    {
        await using var engine = Engine.Start();
        var workflow = await engine.SaveLimited(Quick, """{"debounce": "10s"}""");
        var run = await engine.BeginSaved(workflow);

        await engine.Runs.Cancel(run).Soon();

        Assert.Null(engine.Runs.WaitOf(run));
        var next = await engine.BeginSaved(workflow);
        engine.Time.Advance(TimeSpan.FromSeconds(10));
        await engine.End(next);
        Assert.Equal(["workflow-started", "workflow-cancelled"], engine.Story(run));
    }

    [Fact]
    public async Task A_quiet_time_lasts_over_a_crash()
    {
        await using var engine = Engine.Start();
        var workflow = await engine.SaveLimited(Quick, """{"debounce": "10s", "key": "{{prompt}}"}""");
        var runs = await Begin(engine, workflow, "a", "b");
        engine.Time.Advance(TimeSpan.FromSeconds(5));
        await using var next = engine.Crash();
        await next.Recovered;
        var later = await next.BeginSaved(workflow, "a");

        Assert.Equal(later, next.State(runs[0]).ReplacedBy);
        next.Time.Advance(TimeSpan.FromSeconds(5));
        await next.End(runs[1]);
        Assert.Equal(RunStatus.Queued, next.State(later).Status);
        next.Time.Advance(TimeSpan.FromSeconds(5));
        await next.End(later);
    }

    [Fact]
    public async Task Of_two_runs_that_wait_for_a_quiet_time_after_a_crash_the_last_runs()
    {
        await using var engine = Engine.Start();
        var workflow = await engine.SaveLimited(Quick, """{"debounce": "10s"}""");
        var first = await engine.BeginSaved(workflow);
        engine.Time.Advance(TimeSpan.FromSeconds(1));
        // What the disk has if the process was killed between the two commits of a start.
        var second = Ids.New(engine.Time.GetUtcNow());
        var started = new WorkflowStarted(workflow, 1, second, RunTrigger.Api, "last", Queued: true) { Seq = 1, At = engine.Time.GetUtcNow(), Key = "", HeldUntil = engine.Time.GetUtcNow().AddSeconds(10) };
        await engine.Journal.Append(new RunState(second).Apply(started), [started]);
        await using var next = engine.Crash();

        Assert.Equal(second, (await next.End(first)).ReplacedBy);
        await next.Time.TimerBy(started.HeldUntil!.Value);
        next.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal("last", (await next.End(second)).Result!.Value.GetString());
    }

    [Fact]
    public async Task Runs_of_drafts_and_called_runs_wait_for_no_rate_and_no_quiet_time()
    {
        await using var engine = Engine.Start();
        var workflow = await engine.SaveLimited(Quick, """{"rate": 1, "per": "P1D", "debounce": "1h", "key": "{{trigger.none}}"}""", "Inner");

        var draft = (await engine.Runs.Start(new(workflow, "draft", RunTrigger.Draft))).Run();
        var call = await engine.Run("""each for-each {"items": [1, 2, 3], "workflow": "Inner"}""");

        Assert.Equal(RunStatus.Completed, (await engine.End(draft)).Status);
        Assert.Equal("""["1","2","3"]""", call.Result!.Value.GetRawText());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_thousand_starts_of_ten_keys_keep_the_limit_of_each_key_and_its_order(int limit)
    {
        const int Starts = 1000, Keys = 10;
        await using var engine = Engine.Start();
        var workflow = await engine.SaveLimited("""pause wait {"seconds": 5}""", $$"""{"limit": {{limit}}, "key": "{{"{{prompt}}"}}"}""");
        var starts = new KeyedStarts();
        engine.Journal.Committed += starts.Follow;
        for (var number = 0; number < Starts; number++)
        {
            // Runs of the same moment have no order.
            engine.Time.Advance(TimeSpan.FromMicroseconds(1000));
            await engine.BeginSaved(workflow, $"{number % Keys}");
        }

        await Eventually.Equal(0, () =>
        {
            engine.Time.Advance(TimeSpan.FromSeconds(5));
            return Task.FromResult(engine.Store.Unfinished(workflow).Count);
        });

        Assert.Equal(limit, starts.MostAtOnce);
        Assert.All(starts.Begun.Values, begun => Assert.Equal(Starts / Keys, begun.Count));
        // Runs that have their places together begin together.
        if (limit == 1)
            Assert.All(starts.Begun.Values, begun => Assert.Equal(begun.Order(), begun));
    }

    static async Task<Guid[]> Begin(Engine engine, Guid workflow, params string[] prompts)
    {
        List<Guid> runs = [];
        foreach (var prompt in prompts)
        {
            // Runs of the same moment have no order.
            engine.Time.Advance(TimeSpan.FromMilliseconds(1));
            runs.Add(await engine.BeginSaved(workflow, prompt));
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

    /// <summary>What the journal says of runs by their prompts; events come on the writer's thread, one commit after another.</summary>
    sealed class KeyedStarts
    {
        readonly Dictionary<Guid, string> keys = [];
        readonly Dictionary<string, int> busy = [];

        public Dictionary<string, List<Guid>> Begun { get; } = [];

        public int MostAtOnce { get; private set; }

        public void Follow(Guid run, IReadOnlyList<RunEvent> events)
        {
            foreach (var next in events)
            {
                switch (next)
                {
                    case WorkflowStarted started:
                        keys[run] = started.Prompt;
                        break;
                    case NodeStarted:
                        (Begun.TryGetValue(keys[run], out var runs) ? runs : Begun[keys[run]] = []).Add(run);
                        busy[keys[run]] = busy.GetValueOrDefault(keys[run]) + 1;
                        MostAtOnce = Math.Max(MostAtOnce, busy[keys[run]]);
                        break;
                    case WorkflowCompleted:
                        busy[keys[run]]--;
                        break;
                }
            }
        }
    }
}
