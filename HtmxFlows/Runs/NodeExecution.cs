using System.Runtime.InteropServices;
using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Nodes;
using HtmxFlows.Workflows;
using Microsoft.Extensions.Logging;

namespace HtmxFlows.Runs;

/// <summary>One attempt of one node: its data, its place, its time, and the one place where exceptions become an outcome.</summary>
static class NodeExecution
{
    /// <summary>The most that a run may have gathered, in bytes of JSON, for its instant nodes to be executed on its own loop.</summary>
    const int LightBytes = 64 * 1024;

    public static ValueTask<NodeOutcome> Run(PlannedNode node, RunState run, FlowPlan plan, RunServices services, RunCaller caller, CancellationToken cancelled) =>
        node.Pin is { } pin ? new(new NodeOutcome.Completed(pin.Output, pin.Ports is [var first, ..] ? first : null, MorePorts: pin.Ports is [_, _, ..] several ? [.. several.Skip(1)] : null))
        : new Attempt(node, run, Context(node, run, plan, services, caller), services, (context, ended) => node.Type.Execute(node.Configuration, context, ended), cancelled).Make();

    /// <summary>Goes on with a node after the runs that it had called.</summary>
    public static ValueTask<NodeOutcome> Return(
        PlannedNode node, IReadOnlyList<CallResult> results, RunState run, FlowPlan plan, RunServices services, RunCaller caller, CancellationToken cancelled) =>
        new Attempt(node, run, Context(node, run, plan, services, caller), services,
            (context, ended) => node.Type.Return(node.Configuration, context, new(results, run.Node(node.Id).Round, run.Node(node.Id).Memory), ended), cancelled).Make();

    /// <summary>Runs a node alone, over given data.</summary>
    /// <param name="key">The idempotency key.</param>
    public static ValueTask<NodeOutcome> Try(PlannedNode node, INodeData data, string key, RunServices services, RunCaller caller, CancellationToken cancelled) =>
        new Attempt(node, null, new(data, key, services.Time, services.NodeLimits) { Secrets = services.Secrets, FindWorkflow = caller.Describe }, services,
            (context, ended) => node.Type.Execute(node.Configuration, context, ended), cancelled).Make();

    static NodeContext Context(PlannedNode node, RunState run, FlowPlan plan, RunServices services, RunCaller caller) =>
        new(new RunData(plan, run, node.Id, services.Approvals), $"{run.Id}/{node.Id}", services.Time, services.NodeLimits)
        {
            Secrets = services.Secrets,
            Tell = said => services.TellProgress(run.Id, node.Id, new(0, 0, services.Secrets.Mask.Mask(said))),
            FindWorkflow = caller.Describe,
            EarlierTurns = () => services.Journal.EarlierTurns(run.Thread, run.Id),
        };

    /// <param name="Run">Null if the node is executed alone.</param>
    readonly record struct Attempt(
        PlannedNode Node, RunState? Run, NodeContext Context, RunServices Services, Func<NodeContext, CancellationToken, ValueTask<NodeOutcome>> Work, CancellationToken Cancelled)
    {
        static readonly NodeOutcome OfCancelled = new NodeOutcome.Failed("The run was cancelled.");

        Guid Workflow => Run?.Workflow ?? Guid.Empty;

        /// <summary>Whether the node computes so little before its first wait that it may do so on its run's own loop.</summary>
        bool IsLight => Run is { } run && !Node.IsHeavy
            && run.OutputBytes + (run.Input is { } input ? JsonMarshal.GetRawUtf8Value(input).Length : 0) <= LightBytes;

        public ValueTask<NodeOutcome> Make() => Node.Type.Work == NodeWork.Outside ? MakeInPlace() : Begin();

        async ValueTask<NodeOutcome> MakeInPlace()
        {
            try
            {
                await Services.Places.Take(Workflow, Cancelled);
            }
            catch (OperationCanceledException)
            {
                return OfCancelled;
            }
            try
            {
                return await Begin();
            }
            finally
            {
                Services.Places.Return(Workflow);
            }
        }

        ValueTask<NodeOutcome> Begin() => IsLight ? Fold(Work) : BeginOnThread();

        async ValueTask<NodeOutcome> BeginOnThread()
        {
            try
            {
                await Services.Threads.Take(Workflow, Cancelled);
            }
            catch (OperationCanceledException)
            {
                return OfCancelled;
            }
            var (services, workflow, work) = (Services, Workflow, Work);
            return await Fold((context, ended) => services.Threads.Run(workflow, () => work(context, ended)));
        }

        async ValueTask<NodeOutcome> Fold(Func<NodeContext, CancellationToken, ValueTask<NodeOutcome>> work)
        {
            var limit = TimeSpan.FromSeconds(Node.Settings.Timeout ?? Services.NodeLimits.TimeoutSeconds);
            using var timeout = new CancellationTokenSource(limit, Services.Time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(Cancelled, timeout.Token);
            try
            {
                var outcome = await work(Context, either.Token);
                return outcome is NodeOutcome.Reading reading ? Read(reading) : outcome;
            }
            catch (NodeException error)
            {
                return new NodeOutcome.Failed(error.Message, error.NotBefore);
            }
            catch (OperationCanceledException) when (Cancelled.IsCancellationRequested)
            {
                return OfCancelled;
            }
            catch (OperationCanceledException) when (timeout.IsCancellationRequested)
            {
                return new NodeOutcome.Failed($"This took longer than {limit.TotalSeconds:0.###} s, the node's time-out. Give it more time in its settings, or less to do.");
            }
            catch (Exception error)
            {
                Services.Logger.LogError(error, "Node {Node} ({Type}) failed unexpectedly, as {Key}", Node.Id, Node.Type.Name, Context.IdempotencyKey);
                return new NodeOutcome.Failed($"Something unexpected went wrong in the node type {Node.Type.Name}; the server's log has the details.");
            }
        }

        /// <summary>A database that is not available is no failure of the node: then it is read with the commit of the run, which waits for it.</summary>
        NodeOutcome Read(NodeOutcome.Reading reading)
        {
            try
            {
                return new NodeOutcome.Completed(Services.Journal.Read(reading.Read));
            }
            catch (Exception error) when (DatabaseUnavailableException.Of(error) is not null)
            {
                return new NodeOutcome.Committing(writer => reading.Read(writer.Connection));
            }
        }
    }
}
