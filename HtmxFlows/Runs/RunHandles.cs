using System.Collections.Concurrent;

namespace HtmxFlows.Runs;

/// <summary>The handles of the runs that are in use now. A suspended run that nothing asks about has none.</summary>
sealed class RunHandles
{
    readonly ConcurrentDictionary<Guid, RunHandle> handles = [];

    /// <summary>How many runs have an execution, or resume soon because their journal could not be written.</summary>
    public int ActiveRuns => handles.Values.Count(handle => handle.IsActive);

    public IReadOnlyList<RunExecution> Executions => [.. handles.Values.Select(handle => handle.Execution).OfType<RunExecution>()];

    public bool IsActive(Guid run) => Find(run)?.IsActive == true;

    public RunHandle? Find(Guid run) => handles.GetValueOrDefault(run);

    /// <summary>The one handle of a run; each call needs a call of <see cref="Leave"/>, and the last one removes the handle.</summary>
    public RunHandle Keep(Guid run)
    {
        while (true)
        {
            var handle = handles.GetOrAdd(run, static id => new(id));
            if (handle.TryKeep())
                return handle;
        }
    }

    public void Leave(RunHandle handle)
    {
        if (handle.Leave())
            handles.TryRemove(new(handle.Run, handle));
    }

    /// <inheritdoc cref="RunHandle.Turn"/>
    public async Task<T> Turn<T>(Guid run, Func<RunHandle, Task<T>> work)
    {
        var handle = Keep(run);
        try
        {
            return await handle.Turn(work);
        }
        finally
        {
            Leave(handle);
        }
    }

    /// <summary>Completes when every turn that has begun or waits now has ended.</summary>
    public Task WhenTurnsEnd() => Task.WhenAll(handles.Values.Select(handle => handle.Turn(_ => Task.FromResult(true))));
}
