using HtmxFlows.Nodes;
using HtmxFlows.Workflows;
using Microsoft.Extensions.Logging;

namespace HtmxFlows.Runs;

/// <summary>One attempt of one node: its data, its time, and the one place where exceptions become an outcome.</summary>
static class NodeExecution
{
    public static ValueTask<NodeOutcome> Run(PlannedNode node, RunState run, FlowPlan plan, RunServices services, RunCaller caller, CancellationToken cancelled) =>
        node.Pin is { } pin ? new(new NodeOutcome.Completed(pin.Output, pin.Ports is [var first, ..] ? first : null, MorePorts: pin.Ports is [_, _, ..] several ? [.. several.Skip(1)] : null))
        : Fold(node, Context(node, run, plan, services, caller), services, (context, ended) => node.Type.Execute(node.Configuration, context, ended), cancelled);

    /// <summary>Goes on with a node after the runs that it had called.</summary>
    public static ValueTask<NodeOutcome> Return(
        PlannedNode node, IReadOnlyList<CallResult> results, RunState run, FlowPlan plan, RunServices services, RunCaller caller, CancellationToken cancelled) =>
        Fold(node, Context(node, run, plan, services, caller), services,
            (context, ended) => node.Type.Return(node.Configuration, context, new(results, run.Node(node.Id).Round, run.Node(node.Id).Memory), ended), cancelled);

    /// <summary>Runs a node alone, over given data.</summary>
    /// <param name="key">The idempotency key.</param>
    public static ValueTask<NodeOutcome> Try(PlannedNode node, INodeData data, string key, RunServices services, RunCaller caller, CancellationToken cancelled) =>
        Fold(node, new(data, key, services.Time, services.NodeLimits) { Secrets = services.Secrets, FindWorkflow = caller.Describe }, services,
            (context, ended) => node.Type.Execute(node.Configuration, context, ended), cancelled);

    static NodeContext Context(PlannedNode node, RunState run, FlowPlan plan, RunServices services, RunCaller caller) =>
        new(new RunData(plan, run, node.Id, services.Approvals), $"{run.Id}/{node.Id}", services.Time, services.NodeLimits)
        {
            Secrets = services.Secrets,
            Tell = said => services.TellProgress(run.Id, node.Id, new(0, 0, services.Secrets.Mask.Mask(said))),
            FindWorkflow = caller.Describe,
            EarlierTurns = () => services.Journal.EarlierTurns(run.Thread, run.Id),
        };

    static async ValueTask<NodeOutcome> Fold(
        PlannedNode node, NodeContext context, RunServices services, Func<NodeContext, CancellationToken, ValueTask<NodeOutcome>> work, CancellationToken cancelled)
    {
        var limit = TimeSpan.FromSeconds(node.Settings.Timeout ?? services.NodeLimits.TimeoutSeconds);
        var place = node.Type.Work == NodeWork.Instant ? null : services.Places;
        if (place is not null)
            await place.WaitAsync(cancelled);
        using var timeout = new CancellationTokenSource(limit, services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancelled, timeout.Token);
        try
        {
            return node.Type.Work == NodeWork.Lengthy
                ? await Task.Run(() => work(context, either.Token).AsTask(), either.Token)
                : await work(context, either.Token);
        }
        catch (NodeException error)
        {
            return new NodeOutcome.Failed(error.Message, error.NotBefore);
        }
        catch (OperationCanceledException) when (cancelled.IsCancellationRequested)
        {
            return new NodeOutcome.Failed("The run was cancelled.");
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return new NodeOutcome.Failed($"This took longer than {limit.TotalSeconds:0.###} s, the node's time-out. Give it more time in its settings, or less to do.");
        }
        catch (Exception error)
        {
            services.Logger.LogError(error, "Node {Node} ({Type}) failed unexpectedly, as {Key}", node.Id, node.Type.Name, context.IdempotencyKey);
            return new NodeOutcome.Failed($"Something unexpected went wrong in the node type {node.Type.Name}; the server's log has the details.");
        }
        finally
        {
            place?.Release();
        }
    }
}
