using HtmxFlows.Workflows;

namespace HtmxFlows.Runs;

/// <summary>Launches executions and supervises them until they end, and gives notice of how they ended.</summary>
sealed class RunLauncher(RunHandles handles, RunQueue queue, RunExecutors executors, RunLoops loops, RunGate gate, RunNotices notices, EngineLog log)
{
    /// <summary>Launches the execution of a run that has none. Only within a turn.</summary>
    /// <param name="first">The events that the execution begins with.</param>
    /// <remarks>
    /// The execution runs beside its caller: a node that keeps the loop busy delays no caller, and a caller that is delayed does not delay the
    /// run.
    /// </remarks>
    public RunExecution Launch(RunHandle handle, FlowPlan plan, RunState state, IReadOnlyList<RunEvent> first)
    {
        queue.Begin(first is [WorkflowStarted started, ..] ? QueueLine.Of(started) : QueueLine.Of(state), state.Id);
        var executor = executors.Create(plan, state);
        if (handle.IsCancelling)
            executor.Cancel();
        handles.Keep(handle.Run);
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var execution = handle.Launch(new(executor, end.Task));
        loops.Post(() => Supervise(handle, executor, first, end));
        if (gate.IsStopping)
            executor.Stop();
        return execution;
    }

    /// <summary>Ends every execution, but no run: nodes in flight have a bounded time, and the rest is left to the next start.</summary>
    public async Task Stop()
    {
        gate.Stop();
        var executions = handles.Executions;
        foreach (var execution in executions)
            execution.Executor.Stop();
        await Task.WhenAll(executions.Select(execution => execution.End)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await handles.WhenTurnsEnd();
    }

    /// <summary>Executes, and gives notice of how the execution ended once it has: a subscriber may launch the next one.</summary>
    async Task Supervise(RunHandle handle, RunExecutor executor, IReadOnlyList<RunEvent> first, TaskCompletionSource end)
    {
        try
        {
            var state = await Execute(handle.Run, executor, first);
            end.SetResult();
            if (state is not null)
                notices.Publish(NoticeOf(state, executor.SuspendedUntil));
        }
        finally
        {
            handles.Leave(handle);
        }
    }

    /// <summary>Executes. A journal that cannot be written (a full disk, a locked file) interrupts the run: it resumes from what the disk has.</summary>
    /// <returns>The run after the execution; null if the journal could not be written. Notice of that is given before the execution ends.</returns>
    async Task<RunState?> Execute(Guid run, RunExecutor executor, IReadOnlyList<RunEvent> first)
    {
        try
        {
            var state = await executor.Execute(first);
            if (state.IsFinished)
                queue.End(run);
            else
                queue.Suspend(run);
            return state;
        }
        catch (RunGoneException)
        {
            notices.Publish(new RunNotice.Gone(run));
        }
        catch (Exception error)
        {
            log.Current.LogError(error, "Run {Run} could not write its journal; it resumes from what is written", run);
            queue.Suspend(run);
            notices.Publish(executor.Begun.IsCompletedSuccessfully || first is not [WorkflowStarted, ..] ? new RunNotice.Interrupted(run) : new RunNotice.Gone(run));
        }
        return null;
    }

    static RunNotice NoticeOf(RunState state, DateTimeOffset? suspendedUntil) =>
        state.IsFinished ? new RunNotice.Ended(state)
        : suspendedUntil is { } until ? new RunNotice.Suspended(until)
        : new RunNotice.Stopped(state.Id);
}
