using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Diagnostics;
using HtmxFlows.Expressions;
using HtmxFlows.Files;
using HtmxFlows.Nodes;
using HtmxFlows.Workflows;

namespace HtmxFlows.Runs;

/// <summary>Executes single attempts of nodes: their data, their place, their time-out, and the one place where exceptions become an outcome.</summary>
sealed class NodeExecutor(NodeContexts contexts, NodeCapacity capacity, NodeLimits limits, TimeProvider time, Journal journal, EngineLog log)
{
    /// <summary>The most that a run may have gathered, in bytes of JSON, for its instant nodes to be executed on its own loop.</summary>
    const int LightBytes = 64 * 1024;

    static readonly NodeOutcome OfCancelled = new NodeOutcome.Failed("The run was cancelled.");

    public ValueTask<NodeOutcome> Run(PlannedNode node, RunState run, FlowPlan plan, Secrets secrets, CancellationToken cancelled) =>
        node.Pin is { } pin ? new(new NodeOutcome.Completed(pin.Output, pin.Ports is [var first, ..] ? first : null, MorePorts: pin.Ports is [_, _, ..] several ? [.. several.Skip(1)] : null))
        : Execute(node, run.Workflow, IsLight(node, run), contexts.Of(node, run, plan, secrets), (context, ended) => node.Type.Execute(node.Configuration, context, ended), cancelled);

    /// <summary>Resumes a node after the runs that it awaited.</summary>
    public ValueTask<NodeOutcome> Resume(PlannedNode node, IReadOnlyList<CallResult> results, RunState run, FlowPlan plan, Secrets secrets, CancellationToken cancelled) =>
        Execute(node, run.Workflow, IsLight(node, run), contexts.Of(node, run, plan, secrets),
            (context, ended) => node.Type.Resume(node.Configuration, context, new(results, run.Node(node.Id).Round, run.Node(node.Id).Memory), ended), cancelled);

    /// <summary>Executes a node alone, over given data.</summary>
    /// <inheritdoc cref="NodeContexts.OfTrial" path="/param"/>
    public ValueTask<NodeOutcome> Try(PlannedNode node, INodeData data, string key, TrialScope scope, Secrets secrets, CancellationToken cancelled) =>
        Run(node, Guid.Empty, false, contexts.OfTrial(data, key, scope, secrets), cancelled);

    /// <summary>Executes a node in a context.</summary>
    /// <param name="workflow">Whose turn it takes.</param>
    /// <param name="isLight">Whether it is executed in place, and not on a thread for nodes that compute.</param>
    public ValueTask<NodeOutcome> Run(PlannedNode node, Guid workflow, bool isLight, NodeContext context, CancellationToken cancelled) =>
        Execute(node, workflow, isLight, context, (context, ended) => node.Type.Execute(node.Configuration, context, ended), cancelled);

    /// <summary>Evaluates the list of a node that runs for each of its items. Its outcome is a list, or a failure.</summary>
    /// <inheritdoc cref="Run(PlannedNode, Guid, bool, NodeContext, CancellationToken)" path="/param"/>
    public ValueTask<NodeOutcome> List(PlannedNode node, Guid workflow, bool isLight, NodeContext context, CancellationToken cancelled) =>
        Execute(node, workflow, isLight, context, (context, ended) => new(new NodeOutcome.Completed(node.Settings.Each!.List(context, ended))), cancelled);

    /// <summary>Applies a node's change of the database within a transaction.</summary>
    /// <exception cref="NodeException">The change failed, and not because the database is unavailable: that is the journal's failure too.</exception>
    public JsonElement Apply(NodeOutcome.Committing committing, RunState run, Secrets secrets, DatabaseWriter writer)
    {
        try
        {
            return committing.Change(writer);
        }
        catch (Exception error) when (error is not (NodeException or DatabaseUnavailableException))
        {
            log.Masking(secrets.Mask).LogError(error, "A change of run {Run} failed unexpectedly", run.Id);
            throw new NodeException("An unexpected error occurred during the change. Nothing was changed; the server's log has the details.", error);
        }
    }

    ValueTask<NodeOutcome> Execute(
        PlannedNode node, Guid workflow, bool isLight, NodeContext context, Func<NodeContext, CancellationToken, ValueTask<NodeOutcome>> work, CancellationToken cancelled) =>
        node.Type.Execution == Execution.External && Telemetry.IsOn
            ? ExecuteTraced(node, workflow, isLight, context, work, cancelled)
            : ExecuteUntraced(node, workflow, isLight, context, work, cancelled);

    /// <summary>Executes within a span, which requests of the node have as their parent.</summary>
    async ValueTask<NodeOutcome> ExecuteTraced(
        PlannedNode node, Guid workflow, bool isLight, NodeContext context, Func<NodeContext, CancellationToken, ValueTask<NodeOutcome>> work, CancellationToken cancelled)
    {
        using var span = Telemetry.StartNode(node.Id, node.Type.Name);
        var outcome = await ExecuteUntraced(node, workflow, isLight, span is null ? context : context with { TraceParent = span.Id }, work, cancelled);
        if (outcome is NodeOutcome.Failed failed)
            span?.SetStatus(ActivityStatusCode.Error, context.Secrets.Mask.Mask(failed.Error));
        return outcome;
    }

    async ValueTask<NodeOutcome> ExecuteUntraced(
        PlannedNode node, Guid workflow, bool isLight, NodeContext context, Func<NodeContext, CancellationToken, ValueTask<NodeOutcome>> work, CancellationToken cancelled)
    {
        var hasPlace = false;
        try
        {
            if (node.Type.Execution == Execution.External)
            {
                await capacity.Places.Take(workflow, cancelled);
                hasPlace = true;
            }
            return isLight
                ? await Within(new NodeDeadline(LimitOf(node), time, cancelled), context, work)
                : await capacity.Threads.Run<NodeOutcome>(workflow, () =>
                {
                    var deadline = new NodeDeadline(LimitOf(node), time, cancelled);
                    return () => Within(deadline, context, work);
                }, cancelled);
        }
        catch (NodeException error)
        {
            return new NodeOutcome.Failed(error.Message, error.NotBefore, error.Answer);
        }
        catch (OperationCanceledException) when (cancelled.IsCancellationRequested)
        {
            return OfCancelled;
        }
        catch (DatabaseUnavailableException error)
        {
            // No failure of the node: the run's commit fails with it, and the run resumes once the database is available.
            return new NodeOutcome.Committing(_ => throw error);
        }
        catch (Exception error)
        {
            log.Masking(context.Secrets.Mask).LogError(error, "Node {Node} ({Type}) failed unexpectedly, as {Key}", node.Id, node.Type.Name, context.IdempotencyKey);
            return new NodeOutcome.Failed($"An unexpected error occurred in the node type {node.Type.Name}. The server's log has the details.");
        }
        finally
        {
            if (hasPlace)
                capacity.Places.Return(workflow);
        }
    }

    TimeSpan LimitOf(PlannedNode node) => TimeSpan.FromSeconds(node.Settings.Timeout ?? limits.TimeoutSeconds);

    async ValueTask<NodeOutcome> Within(NodeDeadline deadline, NodeContext context, Func<NodeContext, CancellationToken, ValueTask<NodeOutcome>> work)
    {
        using (deadline)
        {
            try
            {
                var outcome = await work(context, deadline.Token);
                return outcome is NodeOutcome.Reading reading ? Read(reading) : outcome;
            }
            catch (OperationCanceledException) when (deadline.IsOver)
            {
                return new NodeOutcome.Failed($"The node exceeded its time-out of {deadline.Limit.TotalSeconds:0.###} s. Raise the time-out in its settings, or reduce its work.");
            }
        }
    }

    /// <summary>Whether a node computes so little before it first waits that it may do so on its run's own loop.</summary>
    public static bool IsLight(PlannedNode node, RunState run) => !node.IsHeavy
        && run.OutputBytes + (run.Input is { } input ? JsonMarshal.GetRawUtf8Value(input).Length : 0) <= LightBytes;

    /// <summary>Reads for a node. An unavailable database is no failure of the node: it is read with the run's commit then, which waits for the database.</summary>
    NodeOutcome Read(NodeOutcome.Reading reading)
    {
        try
        {
            var output = journal.Read(reading.Read);
            return reading.Receive is { } receive && FileValue.MayBeIn(output) ? Received(reading, receive) : new NodeOutcome.Completed(output);
        }
        catch (DatabaseUnavailableException)
        {
            return new NodeOutcome.Committing(writer => writer.Read(reading.Read));
        }
    }

    static NodeOutcome.Committing Received(NodeOutcome.Reading reading, Action<DatabaseWriter> receive) => new(writer =>
    {
        receive(writer);
        return writer.Read(reading.Read);
    });
}
