using System.Collections.Concurrent;

namespace HtmxFlows.Nodes;

/// <summary>What examples give. Those of nodes that compute in the background are run once, and their outcomes kept.</summary>
public sealed class ExampleOutcomes(TimeProvider time, NodeLimits limits)
{
    readonly ConcurrentDictionary<NodeExample, Lazy<Task<NodeOutcome?>>> kept = [];

    /// <param name="patience">Cancelled when the outcome is not worth the wait any more. A background example still ends, and its outcome is there the next time.</param>
    /// <returns>Null if the example would touch the world outside, does not run at all, or is not done yet.</returns>
    public async ValueTask<NodeOutcome?> Of(NodeType type, NodeExample example, CancellationToken patience)
    {
        try
        {
            return type.Execution != Execution.Background ? await example.Run(type, time, limits, patience)
                : await kept.GetOrAdd(example, _ => new(() => Task.Run(() => Run(type, example), CancellationToken.None))).Value.WaitAsync(patience);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Runs a background example. Only a completed outcome is kept.</summary>
    async Task<NodeOutcome?> Run(NodeType type, NodeExample example)
    {
        NodeOutcome? outcome = null;
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(limits.TimeoutSeconds), time);
            outcome = await example.Run(type, time, limits, limit.Token);
        }
        catch (OperationCanceledException)
        {
            // It took too long, and has no outcome.
        }
        finally
        {
            if (outcome is not NodeOutcome.Completed)
                kept.TryRemove(example, out _);
        }
        return outcome;
    }
}
