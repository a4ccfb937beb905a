using HtmxFlows.Credentials;
using HtmxFlows.Expressions;
using HtmxFlows.Nodes;
using HtmxFlows.Workflows;

namespace HtmxFlows.Runs;

/// <summary>Runs nodes once for each item of a list (<see cref="Each"/>).</summary>
sealed class NodeItems(NodeExecutor nodes, NodeContexts contexts, OutputLimits limits, Clock clock)
{
    /// <summary>Does an attempt of a node, over the items that have not ended in an earlier one.</summary>
    /// <param name="stopping">Cancelled when nothing new may start; what is in flight ends.</param>
    public Task<ItemsEnd> Run(PlannedNode node, RunState run, FlowPlan plan, Secrets secrets, IItemLog log, CancellationToken stopping, CancellationToken cancelled) =>
        Run(node, run, contexts.Of(node, run, plan, secrets), log, stopping, cancelled);

    /// <summary>Executes a node alone, over given data.</summary>
    /// <inheritdoc cref="NodeContexts.OfTrial" path="/param"/>
    public Task<ItemsEnd> Try(PlannedNode node, INodeData data, string key, Guid? last, Secrets secrets, IItemLog log, CancellationToken cancelled) =>
        Run(node, new(Guid.Empty), contexts.OfTrial(data, key, last, secrets), log, CancellationToken.None, cancelled);

    async Task<ItemsEnd> Run(PlannedNode node, RunState run, NodeContext context, IItemLog log, CancellationToken stopping, CancellationToken cancelled)
    {
        var (before, attempt) = (run.Node(node.Id).Items, Math.Max(1, run.Node(node.Id).Attempt));
        var listed = await nodes.List(node, run.Workflow, context, cancelled);
        if (listed is not NodeOutcome.Completed { Output: var list })
            return new ItemsEnd.Failed((NodeOutcome.Failed)listed, attempt);
        if (before is not null && before.Total != list.GetArrayLength())
            return new ItemsEnd.Failed(new($"The list had {before.Total} items when the node started, and has {list.GetArrayLength()} after the restart. Use a list that does not depend on the time."), attempt);
        // Made once, before several threads read it.
        _ = context.Data.Find("input");
        using var work = new ItemWork(node, run, [.. list.EnumerateArray()], context, attempt, nodes, limits, clock, log, stopping, cancelled);
        return await work.Run();
    }
}
