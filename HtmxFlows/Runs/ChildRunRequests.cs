namespace HtmxFlows.Runs;

/// <summary>What executions ask for other runs. They do not know the classes that start and cancel runs, for those launch executions.</summary>
sealed class ChildRunRequests
{
    /// <summary>Starts a run with a given id. It has one subscriber.</summary>
    public event Func<RunRequest, Guid, RunParent, Task<RunStart>>? StartRequested;

    /// <summary>Cancels runs without waiting for their end.</summary>
    public event Action<IEnumerable<Guid>>? CancelRequested;

    public Task<RunStart> Start(RunRequest request, Guid id, RunParent parent) =>
        StartRequested?.Invoke(request, id, parent) ?? throw new InvalidOperationException("No class starts child runs.");

    public void Cancel(IEnumerable<Guid> runs) => CancelRequested?.Invoke(runs);
}
