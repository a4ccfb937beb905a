namespace HtmxFlows.Runs;

/// <summary>
/// One run in this process. Every change of the run from outside takes a turn, one at a time; between turns only the execution that was
/// launched in one appends to the journal. So a run has at most one execution, and its journal one writer.
/// </summary>
#pragma warning disable CA1001 // The semaphore has no wait handle, and so nothing to dispose of.
sealed class RunHandle(Guid run)
#pragma warning restore CA1001
{
    readonly SemaphoreSlim turn = new(1);
    readonly Lock gate = new();
    RunExecution? last;
    TaskCompletionSource? ended;
    bool hasEnded;
    int users;
    bool isRetired;

    public Guid Run => run;

    /// <summary>The execution, if it has not ended.</summary>
    public RunExecution? Execution => last is { End.IsCompleted: false } ? last : null;

    /// <summary>The journal could not be written; the run is resumed after a pause.</summary>
    public bool IsRecovering { get; set; }

    /// <summary>The run is to end as cancelled, even if its execution cannot write that now.</summary>
    public bool IsCancelling { get; set; }

    public bool IsActive => IsRecovering || Execution is not null;

    /// <summary>Sets the execution, before it begins; only within a turn, and only if there is none.</summary>
    public RunExecution Launch(RunExecution execution)
    {
        if (Execution is not null)
            throw new InvalidOperationException($"Run {run} has an execution already.");
        // A full fence: a launch and a stop of all executions never miss each other.
        Interlocked.Exchange(ref last, execution);
        return execution;
    }

    /// <summary>Does work on the run while nothing else does.</summary>
    public async Task<T> Turn<T>(Func<RunHandle, Task<T>> work)
    {
        await turn.WaitAsync();
        try
        {
            return await work(this);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Completes at the call of <see cref="NotifyEnded"/>, or at once after it. The handle must be kept until then.</summary>
    /// <param name="isFirst">Whether nothing waited before.</param>
    public Task WhenEnded(out bool isFirst)
    {
        lock (gate)
        {
            isFirst = ended is null && !hasEnded;
            // An execution that fails notifies before it ends, so the run can look active although it is over.
            if (hasEnded)
                return Task.CompletedTask;
            return (ended ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <returns>Whether anything waited.</returns>
    public bool NotifyEnded()
    {
        lock (gate)
        {
            var waited = ended;
            (ended, hasEnded) = (null, true);
            return waited?.TrySetResult() == true;
        }
    }

    /// <returns>False if the handle is out of use; then there is or will be another one of the run.</returns>
    public bool TryKeep()
    {
        lock (gate)
        {
            users += isRetired ? 0 : 1;
            return !isRetired;
        }
    }

    /// <returns>Whether that was the last user, and the handle is out of use from now on.</returns>
    public bool Leave()
    {
        lock (gate)
            return isRetired = --users == 0;
    }
}

/// <summary>A run being executed.</summary>
/// <param name="End">Completes when the execution appends nothing more.</param>
sealed record RunExecution(RunExecutor Executor, Task End);
