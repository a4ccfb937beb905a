using HtmxFlows.Workflows;

namespace HtmxFlows.Runs;

/// <summary>Takes over the runs that an earlier process left unfinished.</summary>
sealed class EarlierRuns(
    RunStore store, LimitedRuns limited, WorkflowPlans plans, RunRecovery recovery, RunQueue queue, RunGate gate, QueueTurns turns, DelayedResumption resumption, RunCancellation cancellation, Clock clock, EngineLog log)
{
    /// <summary>How many runs are resumed together, so that thousands do not fill the memory.</summary>
    const int Together = 64;

    readonly List<Replacement> replaced = [];

    /// <summary>Reads what is there, so that new runs find their places and lines as they are, and then opens the gate.</summary>
    public async Task Recover()
    {
        await recovery.Begin(store.Interrupted());
        foreach (var (run, line) in store.Unfinished())
            queue.Count(line, run);
        CountStarts();
        // The process may have ended before the runs did whose places others take.
        foreach (var (run, line, heldUntil) in store.Queued())
            replaced.AddRange(queue.Wait(line, run, heldUntil));
        gate.Open();
    }

    /// <summary>Counts the starts for the rates of their workflows, as far as they decide about the next ones.</summary>
    void CountStarts()
    {
        foreach (var workflow in limited.Workflows(clock.Now - FlowConcurrency.LongestPeriod))
        {
            if (plans.Concurrency(workflow) is not { Rate: not null, Period: var period })
                continue;
            foreach (var (line, at) in limited.Starts(workflow, clock.Now - period))
                queue.CountStart(line, at);
        }
    }

    /// <summary>Resumes every run that an earlier process executed when it ended. The task completes when they are in progress.</summary>
    public async Task Resume(CancellationToken stop)
    {
        for (var isDone = false; !isDone && !stop.IsCancellationRequested;)
        {
            try
            {
                await ResumeAll();
                isDone = true;
            }
            catch (Exception error)
            {
                log.Current.LogError(error, "The interrupted runs could not be read; the next try follows in a moment");
                await clock.At(clock.Now + DelayedResumption.Pause, () => { }, stop);
            }
        }
    }

    async Task ResumeAll()
    {
        // A run may have ended without a notice to its parent, or a parent without the runs that it had called.
        Guid[] runs = [.. store.Interrupted().Union(store.Callers())];
        var orphans = store.Orphans();
        await Parallel.ForEachAsync(runs, new ParallelOptions { MaxDegreeOfParallelism = Together }, async (run, _) => await resumption.TryResume(run));
        cancellation.CancelLater(orphans);
        cancellation.ReplaceLater(replaced);
        turns.StartNext();
    }
}
