using HtmxFlows.Runs;

namespace HtmxFlows.Tests.Runs;

public sealed class WaitingRunTests
{
    const string Flow =
        """
        before template {"template": "kept"}
        pause wait {"seconds": "90"}
        after template {"template": "{{input}}"}
        before -> pause -> after
        """;

    [Fact]
    public async Task A_wait_longer_than_the_time_out_of_its_settings_fails_at_once()
    {
        await using var engine = Engine.Start();
        var end = await engine.Run("""pause wait {"seconds": 100, "settings": {"timeout": 10}}""");
        Assert.Equal(RunStatus.Failed, end.Status);
        Assert.Contains("longer than the node's time-out", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wait_ends_at_its_moment_and_not_before()
    {
        await using var engine = Engine.Start();
        var run = await engine.Begin(Flow);
        var waiting = await engine.Until(run, state => state.Status == RunStatus.Waiting);
        Assert.Equal(engine.Time.GetUtcNow().AddSeconds(90), waiting.Node("pause").Until);
        engine.Time.Advance(TimeSpan.FromSeconds(89));
        Assert.Equal(RunStatus.Waiting, engine.State(run).Status);
        engine.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("kept", (await engine.End(run)).Result!.Value.GetString());
    }

    [Fact]
    public async Task A_moment_that_has_passed_is_now()
    {
        await using var engine = Engine.Start();
        var end = await engine.Run("""pause wait {"until": "2001-01-01T00:00:00Z"}""", "x");
        Assert.Equal(RunStatus.Completed, end.Status);
    }

    [Fact]
    public async Task A_wait_may_be_longer_than_a_timer_can_be_set()
    {
        await using var engine = Engine.Start(new() { DurationDays = 1000, StopSeconds = 0 });
        var run = await engine.Begin("""pause wait {"seconds": 31536000}""");
        await engine.Until(run, state => state.Status == RunStatus.Waiting);
        engine.Time.Advance(TimeSpan.FromDays(364));
        Assert.Equal(RunStatus.Waiting, engine.State(run).Status);
        engine.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(RunStatus.Completed, (await engine.End(run)).Status);
    }

    [Fact]
    public async Task A_restart_neither_shortens_nor_lengthens_a_wait()
    {
        await using var engine = Engine.Start();
        var run = await engine.Begin(Flow);
        var until = (await engine.Until(run, state => state.Status == RunStatus.Waiting)).Node("pause").Until;
        engine.Time.Advance(TimeSpan.FromSeconds(30));
        await using var next = await engine.Restart();
        Assert.Equal(until, (await next.Until(run, state => state.LastSeq > 0)).Node("pause").Until);
        next.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(RunStatus.Waiting, next.State(run).Status);
        next.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(("kept", 1), (await next.End(run)) is var end ? (end.Result!.Value.GetString(), end.Node("pause").Attempt) : default);
    }

    [Fact]
    public async Task A_wait_without_input_continues_after_a_restart()
    {
        await using var engine = Engine.Start();
        var run = await engine.Begin("""pause wait {"seconds": 5}""");
        await engine.Until(run, state => state.Status == RunStatus.Waiting);
        await using var next = await engine.Restart();
        next.Time.Advance(TimeSpan.FromSeconds(5));
        var end = await next.End(run);
        Assert.Equal((RunStatus.Completed, "null", 1), (end.Status, end.Result!.Value.GetRawText(), end.Node("pause").Attempt));
    }

    [Fact]
    public async Task Thousands_of_waiting_runs_have_no_execution_and_resume_after_a_restart_each_at_its_time()
    {
        const int Runs = 2000;
        await using var engine = Engine.Start();
        var workflow = await engine.Save("""pause wait {"seconds": "{{prompt}}"}""");
        var runs = await Task.WhenAll(Enumerable.Range(1, Runs).Select(seconds => engine.BeginSaved(workflow, $"{seconds}")));
        await Eventually.Equal(0, () => Task.FromResult(engine.Runs.ActiveRuns));

        await using var next = await engine.Restart();
        Assert.Equal(0, next.Runs.ActiveRuns);
        next.Time.Advance(TimeSpan.FromSeconds(Runs / 2));
        await Task.WhenAll(runs[..(Runs / 2)].Select(next.Runs.WhenEnded)).Soon();
        Assert.Equal(Runs / 2, next.Store.Unfinished(workflow).Count);
        next.Time.Advance(TimeSpan.FromSeconds(Runs / 2));
        await Task.WhenAll(runs.Select(next.Runs.WhenEnded)).Soon();
        Assert.Empty(next.Store.Unfinished(workflow));
    }

    [Fact]
    public async Task A_suspended_run_is_not_reported_as_interrupted()
    {
        await using var engine = Engine.Start();
        var run = await engine.Begin(Flow);
        await engine.UntilSuspended(run);
        await using var next = await engine.Restart();
        next.Time.Advance(TimeSpan.FromSeconds(90));
        await next.End(run);
        Assert.DoesNotContain("workflow-resumed", next.Story(run));
    }

    [Fact]
    public async Task A_run_suspended_past_the_longest_duration_fails()
    {
        await using var engine = Engine.Start(new() { DurationDays = 1, StopSeconds = 0 });
        var run = await engine.Begin("""pause wait {"seconds": 200000}""");
        await engine.Until(run, state => state.Status == RunStatus.Waiting);
        engine.Time.Advance(TimeSpan.FromDays(1));
        Assert.Contains("longer than 1 days", (await engine.End(run)).Error, StringComparison.Ordinal);
    }
}
