namespace HtmxFlows.Runs;

/// <summary>Starts queued runs when their turn comes.</summary>
sealed class QueueTurns(RunQueue queue, DelayedResumption resumption, RunLoops loops, RunGate gate)
{
    /// <summary>Starts the runs whose turn it is.</summary>
    public void StartNext()
    {
        foreach (var run in gate.IsStopping ? [] : queue.TakeNext())
            loops.Post(() => Start(run));
    }

    /// <summary>Counts a run no more, and gives its place to the next.</summary>
    public void End(Guid run)
    {
        queue.Leave(run);
        queue.End(run);
        StartNext();
    }

    async Task Start(Guid run)
    {
        if (await resumption.TryResume(run))
            return;
        queue.End(run);
        StartNext();
    }
}
