using System.Collections.Concurrent;

namespace HtmxFlows.Nodes;

/// <summary>What examples give. Those of nodes that compute in the background are run once, and their outcomes kept.</summary>
public sealed class ExampleOutcomes(TimeProvider time, NodeLimits limits)
{
    readonly ConcurrentDictionary<NodeExample, NodeOutcome> kept = [];

    /// <param name="patience">Cancelled when the outcome is not worth the wait any more.</param>
    /// <returns>Null if the example would touch the world outside, does not run at all, or took too long.</returns>
    public async ValueTask<NodeOutcome?> Of(NodeType type, NodeExample example, CancellationToken patience)
    {
        if (kept.TryGetValue(example, out var known))
            return known;
        try
        {
            var outcome = await example.Run(type, time, limits, patience);
            if (type.Execution == Execution.Background && outcome is NodeOutcome.Completed)
                kept[example] = outcome;
            return outcome;
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            return null;
        }
    }
}
