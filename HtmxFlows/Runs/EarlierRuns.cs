
namespace HtmxFlows.Runs;

/// <summary>Takes over the runs that an earlier process left unfinished.</summary>
sealed class EarlierRuns(RunStore store, RunRecovery recovery, RunQueue queue, RunGate gate, QueueTurns turns, DelayedResumption resumption, RunCancellation cancellation, Clock clock, EngineLog log)
{
    /// <summary>How many runs are resumed together, so that thousands do not fill the memory.</summary>
    const int Together = 64;

    /// <summary>Reads what is there, so that new runs find their places and lines as they are, and then opens the gate.</summary>
    public async Task Recover()
    {
        await recovery.Begin(store.Interrupted());
        foreach (var (run, workflow) in store.Unfinished())
            queue.Count(workflow, run);
        foreach (var (run, line) in store.Queued())
            queue.Wait(line, run);
        gate.Open();
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
        turns.StartNext();
    }
}
