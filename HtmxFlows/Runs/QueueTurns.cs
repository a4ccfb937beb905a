namespace HtmxFlows.Runs;

/// <summary>Starts queued runs when their turn comes, and ends those whose place others take.</summary>
sealed class QueueTurns(RunQueue queue, DelayedResumption resumption, RunCancellation cancellation, RunLoops loops, RunGate gate, Clock clock)
{
    readonly Lock alarmGate = new();
    CancellationTokenSource? alarm;
    DateTimeOffset alarmAt;

    /// <summary>Starts the runs whose turn it is.</summary>
    public void StartNext()
    {
        if (gate.IsStopping)
            return;
        var turn = queue.TakeNext();
        foreach (var run in turn.Taken)
            loops.Post(() => Start(run));
        cancellation.ReplaceLater(turn.Replaced);
        if (turn.Next is { } next)
            StartNextAt(next);
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

    /// <summary>Sets the one alarm, unless it is set for that moment or an earlier one.</summary>
    void StartNextAt(DateTimeOffset moment)
    {
        CancellationTokenSource mine;
        lock (alarmGate)
        {
            if (alarm is not null && alarmAt <= moment)
                return;
            alarm?.Cancel();
            (alarm, alarmAt) = (mine = new(), moment);
        }
        _ = clock.At(moment, () => Ring(mine), mine.Token);
    }

    void Ring(CancellationTokenSource rung)
    {
        lock (alarmGate)
        {
            if (alarm == rung)
                alarm = null;
        }
        rung.Dispose();
        StartNext();
    }
}
