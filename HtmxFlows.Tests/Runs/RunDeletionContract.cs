using Dapper;
using HtmxFlows.Accounts;
using HtmxFlows.Data;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Data;
using Microsoft.Extensions.Logging.Abstractions;

namespace HtmxFlows.Tests.Runs;

public abstract class RunDeletionContract(TestDatabase place) : RunRows(place)
{
    BackgroundRemoval Removal => new(Database, Time, NullLogger<BackgroundRemoval>.Instance);

    RunDeletion Deletion => new(Store, Removal, Time);

    [Fact]
    public async Task A_run_goes_with_its_journal_and_the_runs_below_it()
    {
        var (kept, run) = (await Begin(Completed()), await Begin(Completed()));
        var child = await Call(run, Completed());
        await Call(child, Completed());
        await Call(run, new WorkflowCancelled());

        Assert.IsType<RunDeletionOutcome.Deleted>(await Delete(run));

        Assert.Equal([kept.Id], List());
        Assert.Equal(4, Events());
        Assert.IsType<RunDeletionOutcome.Missing>(await Delete(run));
    }

    [Fact]
    public async Task A_run_that_has_not_ended_is_kept()
    {
        foreach (var run in new[] { await Begin(), await Begin(Waiting(null)), await Append(New(), [new WorkflowStarted(Workflow, 1, Guid.NewGuid(), RunTrigger.Api, "")]) })
            Assert.Contains("Cancel it first", Assert.IsType<RunDeletionOutcome.Refused>(await Delete(run)).Problem, StringComparison.Ordinal);
        Assert.Equal(3, List().Count);
    }

    [Fact]
    public async Task A_run_whose_caller_or_callee_has_not_ended_is_kept()
    {
        var (running, ended) = (await Begin(), await Begin(Completed()));
        var (called, below) = (await Call(running, Completed()), await Call(await Call(ended, Completed())));

        Assert.Contains("needs its result", Assert.IsType<RunDeletionOutcome.Refused>(await Delete(called)).Problem, StringComparison.Ordinal);
        Assert.IsType<RunDeletionOutcome.Refused>(await Delete(ended));
        Assert.NotNull(Store.Find(below.Id));
    }

    [Fact]
    public async Task A_called_run_can_be_deleted_alone_once_its_caller_has_ended()
    {
        var run = await Begin(Completed());
        Assert.IsType<RunDeletionOutcome.Deleted>(await Delete(await Call(run, Completed())));
        Assert.Equal([run.Id], List());
    }

    [Fact]
    public async Task Runs_are_removed_the_set_number_of_days_after_their_end_and_then_every_hour()
    {
        var old = await Begin(Completed());
        await Call(old, Completed());
        var unfinished = await Begin();
        Time.Advance(TimeSpan.FromDays(6));
        var recent = await Begin(Completed());
        Time.Advance(TimeSpan.FromDays(1.5));
        using var stop = new CancellationTokenSource();
        var running = new RunRetention(Deletion, new() { KeepDays = 7 }, Time, Removal).Run(stop.Token);

        await Time.TimerAt(Time.GetUtcNow().AddHours(1)).Soon();
        Assert.Equal([recent.Id, unfinished.Id], List());

        await Append(unfinished, [new WorkflowCancelled()]);
        Time.Advance(TimeSpan.FromDays(6));
        await Time.TimerBy(Time.GetUtcNow().AddHours(1)).Soon();
        Time.Advance(TimeSpan.FromHours(1));
        await Eventually.Equal("1", () => Task.FromResult($"{List().Count}"));
        Assert.Equal([unfinished.Id], List());
        await stop.CancelAsync();
        await running.Soon();
    }

    [Fact]
    public async Task Without_the_setting_runs_are_kept()
    {
        await Begin(Completed());
        Time.Advance(TimeSpan.FromDays(10_000));
        await new RunRetention(Deletion, new(), Time, Removal).Run(TestContext.Current.CancellationToken);
        Assert.Single(List());
    }

    Task<RunDeletionOutcome> Delete(RunState run) => Deletion.Delete(run.Id, Actor.Anonymous, TestContext.Current.CancellationToken);

    IReadOnlyList<Guid> List() => [.. Store.List(null, null, 0, 100).Select(run => run.Id)];

    int Events() => Database.Read(connection => connection.QuerySingle<int>("SELECT count(*) FROM run_events"));
}
