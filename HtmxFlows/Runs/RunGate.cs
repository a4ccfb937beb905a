namespace HtmxFlows.Runs;

/// <summary>
/// When runs may start and resume: after everything that an earlier process left unfinished is known, and until this process stops. A run of
/// this process is so never mistaken for one of the earlier process.
/// </summary>
sealed class RunGate
{
    readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    volatile bool isStopping;

    /// <summary>Completes when runs may start.</summary>
    public Task Opened => opened.Task;

    /// <summary>The process stops: no run starts or resumes any more.</summary>
    public bool IsStopping => isStopping;

    public void Open() => opened.SetResult();

    public void Stop() => isStopping = true;
}
