using HtmxFlows.Workflows;

namespace HtmxFlows.Runs;

/// <summary>Resumes runs from their journals.</summary>
sealed class RunResumption(RunHandles handles, RunLauncher launcher, RunEnding ending, RunGate gate, RunRecovery recovery, Journal journal, WorkflowPlans plans)
{
    /// <summary>Resumes a suspended run. The task completes when the first events of its execution are durable.</summary>
    public async Task Resume(Guid run)
    {
        if (await handles.Turn(run, handle => Open(handle)) is not { } execution)
            return;
        try
        {
            await execution.Executor.Begun;
        }
        catch (RunGoneException)
        {
            // It has been deleted: there is nothing to resume.
        }
    }

    /// <summary>Posts something to a run's execution, resuming the run if it is suspended.</summary>
    /// <param name="post">Posts to an execution; false if that has ended, and then the next one is launched.</param>
    /// <returns>The execution that took it; null if the run has ended.</returns>
    public Task<RunExecution?> Deliver(Guid run, Func<RunExecutor, bool> post) => handles.Turn(run, async handle =>
    {
        while (!handle.IsRecovering && await Open(handle) is { } execution)
        {
            if (post(execution.Executor))
                return execution;
            await execution.End.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return null;
    });

    /// <summary>The execution of a run, launched if it has none; null if the run has ended or must not be resumed. Only within a turn.</summary>
    /// <param name="isInterrupted">Whether the last execution was cut off.</param>
    public async Task<RunExecution?> Open(RunHandle handle, bool isInterrupted = false)
    {
        if (handle.Execution is { } running)
            return running;
        await gate.Opened;
        if (gate.IsStopping)
            return null;
        var events = journal.Read(handle.Run);
        var state = RunState.Of(handle.Run, events);
        // There is none if its workflow has been deleted.
        if (state.LastSeq == 0 || state.IsFinished)
            return null;
        if (await recovery.IsGivenUp(handle.Run))
        {
            await ending.End(state, GivenUp(state));
            return null;
        }
        if (plans.Find(state.Workflow, state.Version, state.UpTo) is not { } plan)
        {
            await ending.End(state, new WorkflowFailed("The server was updated during this run, and the run's version of the workflow can no longer run."));
            return null;
        }
        isInterrupted |= recovery.TakeInterrupted(handle.Run);
        // A run that has journaled nothing since it was resumed needs no second notice.
        return launcher.Launch(handle, plan, state, isInterrupted && events is not [.., WorkflowResumed] ? [new WorkflowResumed()] : []);
    }

    static WorkflowFailed GivenUp(RunState run)
    {
        string[] running = [.. run.Nodes.Where(node => node.Value.Status == NodeStatus.Running).Select(node => node.Key)];
        var where = running.Length == 0 ? "this run was in progress" : $"the {(running.Length == 1 ? "node" : "nodes")} {string.Join(", ", running)} of this run {(running.Length == 1 ? "was" : "were")} in progress";
        return new($"The server crashed {RunRecovery.MostCrashes} times in a row while {where}, so the run was not resumed again. Check what it does before you run it again.",
            running is [var only] ? only : null);
    }
}
