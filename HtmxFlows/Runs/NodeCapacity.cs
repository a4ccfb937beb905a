namespace HtmxFlows.Runs;

/// <summary>The room for nodes in the whole process.</summary>
sealed class NodeCapacity(RunLimits limits)
{
    /// <summary>Places for nodes that wait for the outside world.</summary>
    public FairPlaces Places { get; } = new(limits.ParallelNodes, Math.Clamp(limits.ParallelNodes / RunLimits.GuaranteedNodes, 1, RunLimits.GuaranteedNodes));

    /// <summary>Threads for nodes that compute.</summary>
    public ComputeThreads Threads { get; } = new();
}
