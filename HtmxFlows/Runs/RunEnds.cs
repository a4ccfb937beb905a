namespace HtmxFlows.Runs;

/// <summary>Follows the ends of runs: frees their places, and notifies related runs and everything that waits.</summary>
sealed class RunEnds
{
    readonly RunHandles handles;
    readonly RunStore store;
    readonly RunRecovery recovery;
    readonly QueueTurns turns;
    readonly RelatedRuns related;

    public RunEnds(RunHandles handles, RunStore store, RunRecovery recovery, QueueTurns turns, RelatedRuns related, RunNotices notices)
    {
        (this.handles, this.store, this.recovery, this.turns, this.related) = (handles, store, recovery, turns, related);
        notices.Published += Follow;
    }

    /// <summary>Completes when the run has ended, and at once if there is none in progress.</summary>
    public Task WhenEnded(Guid run)
    {
        var handle = handles.Keep(run);
        var end = handle.WhenEnded(out var isFirst);
        if (!isFirst)
            handles.Leave(handle);
        // The run is read after the wait is listed, so that one or the other sees an end in between.
        if (!handle.IsActive && store.Find(run) is not { FinishedAt: null })
            NotifyWaiting(run);
        return end;
    }

    void Follow(RunNotice notice)
    {
        switch (notice)
        {
            case RunNotice.Ended ended:
                Forget(ended.Run.Id);
                related.NotifyEnded(ended.Run);
                break;
            case RunNotice.Gone gone:
                Forget(gone.Run);
                break;
            case RunNotice.Stopped stopped:
                NotifyWaiting(stopped.Run);
                break;
            case RunNotice.Suspended:
                turns.StartNext();
                break;
        }
    }

    /// <summary>Counts, resumes and awaits a run no more.</summary>
    void Forget(Guid run)
    {
        recovery.Forget(run);
        turns.End(run);
        NotifyWaiting(run);
    }

    void NotifyWaiting(Guid run)
    {
        if (handles.Find(run) is { } handle && handle.NotifyEnded())
            handles.Leave(handle);
    }
}
