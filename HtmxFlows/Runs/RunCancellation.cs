using HtmxFlows.Accounts;

namespace HtmxFlows.Runs;

/// <summary>Cancels runs, whether or not they have an execution.</summary>
sealed class RunCancellation
{
    readonly RunHandles handles;
    readonly Journal journal;
    readonly RunEnding ending;
    readonly RunLoops loops;

    public RunCancellation(RunHandles handles, Journal journal, RunEnding ending, RunLoops loops, ChildRunRequests requests)
    {
        (this.handles, this.journal, this.ending, this.loops) = (handles, journal, ending, loops);
        requests.CancelRequested += CancelLater;
    }

    /// <summary>Asks a run to end as cancelled; the task completes when it has. Nothing happens to a run that has ended.</summary>
    /// <param name="by">The user who cancels it; null if nobody does.</param>
    public Task Cancel(Guid run, Actor.Person? by = null) => End(run, new() { By = by });

    /// <summary>Has a run end as cancelled, because another one takes its place; the task completes when it has.</summary>
    public Task Replace(Replacement replaced) => End(replaced.Run, new() { ReplacedBy = replaced.By });

    /// <summary>Replaces runs without waiting for their end.</summary>
    public void ReplaceLater(IEnumerable<Replacement> replaced)
    {
        foreach (var one in replaced)
            loops.Post(() => Replace(one));
    }

    /// <summary>Cancels runs without waiting for their end.</summary>
    public void CancelLater(IEnumerable<Guid> runs)
    {
        foreach (var run in runs.ToArray())
            loops.Post(() => Cancel(run));
    }

    async Task End(Guid run, WorkflowCancelled last)
    {
        if (await handles.Turn(run, handle => Cancel(handle, last)) is { } execution)
            await execution.End.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <returns>The execution that ends as cancelled; null if there is none.</returns>
    async Task<RunExecution?> Cancel(RunHandle handle, WorkflowCancelled last)
    {
        while (!handle.IsRecovering && handle.Execution is { } execution)
        {
            handle.IsCancelling = true;
            if (execution.Executor.Cancel(last))
                return execution;
            await execution.End.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        if (handle.IsRecovering)
        {
            handle.IsCancelling = true;
            return null;
        }
        var state = RunState.Of(handle.Run, journal.Read(handle.Run));
        if (state.LastSeq > 0 && !state.IsFinished)
            await ending.End(state, last);
        return null;
    }
}
