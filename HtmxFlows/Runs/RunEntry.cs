namespace HtmxFlows.Runs;

/// <summary>Brings admitted runs in: launches those that have a place, and queues the others.</summary>
sealed class RunEntry(RunHandles handles, RunLauncher launcher, RunQueue queue, QueueTurns turns, RunCancellation cancellation, JournalWriters journals)
{
    /// <summary>Launches a run that has a place. The task completes when its start is durable.</summary>
    public async Task<RunStart> Launch(Admission.Admitted run, Guid id)
    {
        var execution = await handles.Turn(id, handle => Task.FromResult(
            handle.Execution ?? launcher.Launch(handle, run.Plan, new(id), run.Events)));
        await execution.Executor.Begun;
        return new RunStart.Started(id);
    }

    /// <summary>Puts a run into its line, once it is durable, so that it is there when its turn comes.</summary>
    public async Task<RunStart> Queue(Admission.Admitted run, QueueLine line, Guid id)
    {
        var replaced = await handles.Turn(id, async _ =>
        {
            var journal = journals.Open(new RunState(id));
            journal.Add(run.Start with { Queued = true });
            foreach (var reused in run.Events.Skip(1))
                journal.Add(reused);
            await journal.Append();
            return queue.Wait(line, id, run.Start.HeldUntil);
        });
        await Task.WhenAll(replaced.Select(cancellation.Replace));
        // A place may have become free while the line was empty.
        turns.StartNext();
        return new RunStart.Started(id);
    }
}
