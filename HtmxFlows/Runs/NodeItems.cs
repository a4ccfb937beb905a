using HtmxFlows.Credentials;
using HtmxFlows.Expressions;
using HtmxFlows.Nodes;
using HtmxFlows.Workflows;

namespace HtmxFlows.Runs;

/// <summary>Runs nodes once for each item of a list (<see cref="Each"/>).</summary>
sealed class NodeItems(NodeExecutor nodes, NodeContexts contexts, OutputLimits limits, Clock clock)
{
    /// <summary>The most items that are worked on in place if each is light, and not on threads for nodes that compute.</summary>
    const int MostLight = 100;

    /// <summary>Does an attempt of a node, over the items that have not ended in an earlier one.</summary>
    /// <param name="stopping">Cancelled when nothing new may start; what is in flight ends.</param>
    public Task<ItemsEnd> Run(PlannedNode node, RunState run, FlowPlan plan, Secrets secrets, IItemLog log, CancellationToken stopping, CancellationToken cancelled)
    {
        var context = contexts.Of(node, run, plan, secrets);
        // Made once, before several threads read it.
        _ = context.Data.Find("input");
        return Run(node, run, NodeExecutor.IsLight(node, run), context, log, stopping, cancelled);
    }

    /// <summary>Executes a node alone, over given data.</summary>
    /// <inheritdoc cref="NodeContexts.OfTrial" path="/param"/>
    public Task<ItemsEnd> Try(PlannedNode node, INodeData data, string key, TrialScope scope, Secrets secrets, IItemLog log, CancellationToken cancelled) =>
        Run(node, new(Guid.Empty), false, contexts.OfTrial(data, key, scope, secrets), log, CancellationToken.None, cancelled);

    async Task<ItemsEnd> Run(PlannedNode node, RunState run, bool isLight, NodeContext context, IItemLog log, CancellationToken stopping, CancellationToken cancelled)
    {
        var (before, attempt) = (run.Node(node.Id).Items, Math.Max(1, run.Node(node.Id).Attempt));
        var listed = before?.List is { } known ? new NodeOutcome.Completed(known) : await nodes.List(node, run.Workflow, isLight, context, cancelled);
        if (listed is not NodeOutcome.Completed { Output: var list })
            return new ItemsEnd.Failed((NodeOutcome.Failed)listed, attempt);
        Task<NodeOutcome> Try(NodeContext own, CancellationToken ended) => nodes.Run(node, run.Workflow, isLight && list.GetArrayLength() <= MostLight, own, ended).AsTask();
        using var work = new ItemWork(node, run, list, context, attempt, Try, limits, clock, log, stopping, cancelled);
        return await work.Run();
    }
}
