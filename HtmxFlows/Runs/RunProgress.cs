namespace HtmxFlows.Runs;

/// <summary>Reports the progress of nodes to viewers. It is not journaled.</summary>
public sealed class RunProgress
{
    /// <summary>Raised with a run, a node and its progress, on the thread of the run: be quick.</summary>
    public event Action<Guid, string, NodeProgress>? Reported;

    public void Report(Guid run, string node, NodeProgress progress) => Reported?.Invoke(run, node, progress);
}
