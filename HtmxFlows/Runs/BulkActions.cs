using HtmxFlows.Accounts;
using HtmxFlows.Data;

namespace HtmxFlows.Runs;

/// <summary>
/// Cancels, deletes or repeats many runs. It works in the background, one action after the other, oldest run first, and changes the runs that the
/// filter names when it gets to them.
/// </summary>
public sealed class BulkActions(RunSearch search, RunSupervisor supervisor, RunDeletion deletion, RunRepetition repetition, TimeProvider time, ILogger<BulkActions> logger)
{
    /// <summary>Starts the run that repeats another one.</summary>
    /// <param name="run">The run that is repeated.</param>
    /// <param name="start">Starts it, and writes these rows in the commit of its start.</param>
    public delegate Task<RunStart> RepeatOnce(Guid run, Func<Action<DatabaseWriter, Guid>?, Task<RunStart>> start);

    /// <summary>The most runs that one action runs again.</summary>
    public const int MostRepeated = 1000;

    const int AtOnce = 100;

    static readonly RunStatus[] Ended = [RunStatus.Completed, RunStatus.Failed, RunStatus.Cancelled];
    static readonly RunStatus[] Unfinished = [RunStatus.Queued, RunStatus.Running, RunStatus.Waiting];

    readonly Lock gate = new();
    volatile bool isStopping;

    /// <summary>The newest action; null if there was none since the start of the process.</summary>
    public BulkJob? Newest { get; private set; }

    /// <summary>How many runs an action would change now.</summary>
    public int Count(RunAction action, RunFilter filter) => search.Count(filter, StatusesOf(action));

    /// <summary>Begins an action. It changes only runs that exist now, or existed at a moment.</summary>
    /// <param name="since">That moment; null is now.</param>
    /// <param name="once">Starts the run that repeats another one, once for each; null starts it.</param>
    public BulkOutcome Begin(RunAction action, RunFilter filter, Actor actor, DateTimeOffset? since = null, RepeatOnce? once = null)
    {
        var now = since ?? time.GetUtcNow();
        filter = filter with { Before = filter.Before is { } before && before < now ? before : now };
        var total = Count(action, filter);
        if (action == RunAction.Retry && total > MostRepeated)
            return new BulkOutcome.Refused(new("filter", $"These are {total} runs. At most {MostRepeated} are run again at once. Narrow the filter."));
        var job = new BulkJob(action, total);
        lock (gate)
        {
            var previous = Newest?.Ended ?? Task.CompletedTask;
            Newest = job;
            _ = Task.Run(() => Work(previous, job, filter, actor, once ?? ((_, start) => start(null))), CancellationToken.None);
        }
        return new BulkOutcome.Begun(job);
    }

    /// <summary>Ends the actions that are under way, between two runs.</summary>
    public Task Stop()
    {
        isStopping = true;
        return Newest?.Ended ?? Task.CompletedTask;
    }

    async Task Work(Task previous, BulkJob job, RunFilter filter, Actor actor, RepeatOnce once)
    {
        await previous;
        try
        {
            for (var last = Guid.Empty; search.List(filter, last, AtOnce, StatusesOf(job.Action)) is { Count: > 0 } runs; last = runs[^1])
            {
                foreach (var run in runs)
                {
                    if (isStopping)
                        return;
                    job.Count(await Change(job.Action, run, actor, once));
                }
            }
        }
        catch (Exception error)
        {
            logger.LogError(error, "A bulk action ended after {Done} of {Total} runs", job.Done, job.Total);
        }
        finally
        {
            job.End(time.GetUtcNow());
        }
    }

    async Task<bool> Change(RunAction action, Guid run, Actor actor, RepeatOnce once)
    {
        switch (action)
        {
            case RunAction.Cancel:
                await supervisor.Cancel(run, actor);
                return true;
            case RunAction.Delete:
                return await deletion.Delete(run, actor, CancellationToken.None) is RunDeletionOutcome.Deleted;
            default:
                return repetition.Of(run) is { } request && await once(run, beside => supervisor.Start(request with { Beside = beside }, actor)) is RunStart.Started;
        }
    }

    static RunStatus[] StatusesOf(RunAction action) => action == RunAction.Cancel ? Unfinished : Ended;
}
