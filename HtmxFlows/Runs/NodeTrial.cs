using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Nodes;
using HtmxFlows.Workflows;

namespace HtmxFlows.Runs;

/// <summary>What a node of a draft would see: the outputs of the workflow's last run, and those that are pinned in the draft.</summary>
/// <param name="flow">The draft.</param>
/// <param name="last">The last run; null if there is none.</param>
/// <param name="node">The node that looks.</param>
/// <param name="given">What it is to see as its input; null is what its predecessors gave.</param>
public sealed class TrialData(Flow flow, RunState? last, string node, JsonElement? given = null) : INodeData
{
    readonly FlowGraph graph = new(flow);

    IReadOnlySet<string>? ancestors;

    public JsonElement? Find(string name) => name switch
    {
        "prompt" => Json.Text(last?.Prompt ?? ""),
        "input" => given ?? Input(),
        "run" => Json.From(new { id = last?.Id, workflow = last?.Workflow, version = last?.Version, started = last?.StartedAt, input = RunInput }),
        "nodes" => Json.From(Before.ToDictionary(id => id, OutputOf)),
        _ => IsBefore(name) ? OutputOf(name) : null,
    };

    public IEnumerable<string> Names => ["prompt", "input", "run", "nodes", .. Before];

    /// <summary>The nodes before it that have an output, first those that are nearest to the start.</summary>
    public IEnumerable<string> Before => graph.Order.Where(id => IsBefore(id) && OutputOf(id) is not null);

    JsonElement RunInput => last?.Input ?? Json.Null;

    JsonElement? OutputOf(string id) =>
        flow.Nodes.FirstOrDefault(one => one.Id == id) is not { } found ? null
        : found.Pin?.Output ?? (last?.Node(id) is { HasDelivered: true, Output: { } output } ? output : null);

    // A node on a cycle, which a draft may have, is not before itself.
    bool IsBefore(string id) => id != node && graph.Contains(node) && (ancestors ??= graph.Ancestors(node)).Contains(id);

    JsonElement Input() => !graph.Contains(node) ? RunInput : graph.Predecessors(node).ToArray() switch
    {
        [] => RunInput,
        [var only] => OutputOf(only) ?? Json.Null,
        var several => Json.From(several.Where(id => OutputOf(id) is not null).ToDictionary(id => id, OutputOf)),
    };
}

/// <summary>How a trial of a node ended.</summary>
/// <param name="Error">Why it has no output; null if it has.</param>
/// <param name="Ports">The ports that it would take; none is the default port.</param>
/// <param name="Remark">What a run would do beside, in a sentence; null if nothing.</param>
public sealed record TrialResult(JsonElement? Output, string? Error, IReadOnlyList<string> Ports, TimeSpan Took, OutputFormat? Format = null, string? Remark = null);

/// <summary>Runs single nodes of a draft, so that whoever designs it sees what they do. Nothing of it is journaled.</summary>
public sealed class NodeTrial(RunServices services, RunSupervisor runs, RunStore store, WorkflowStore workflows, Database database)
{
    readonly RunCaller caller = new(runs, store, workflows, services);

    /// <summary>The state of a workflow's last run; null if it has not run.</summary>
    public RunState? LastRun(Guid workflow)
    {
        if (store.List(workflow, null, 0, 1) is not [var line])
            return null;
        return services.Journal.Read(line.Id).Aggregate(new RunState(line.Id), (state, next) => state.Apply(next));
    }

    /// <summary>Runs a node once. It does what it does: a request is sent, a model is asked. What it would change in the store is not kept.</summary>
    public async Task<TrialResult> Run(PlannedNode node, INodeData data, CancellationToken cancellation)
    {
        var begun = services.Time.GetTimestamp();
        var outcome = await NodeExecution.Try(node, data, $"trial-{Ids.New(services.Time.GetUtcNow())}/{node.Id}", services, caller, cancellation);
        var result = outcome is NodeOutcome.Committing committing ? await Rehearse(committing) : Result(outcome);
        var mask = services.Secrets.Mask;
        return result with
        {
            Took = services.Time.GetElapsedTime(begun),
            Output = result.Output is { } output ? mask.Mask(output) : null,
            Error = result.Error is { } error ? mask.Mask(error) : null,
        };
    }

    static TrialResult Result(NodeOutcome outcome) => outcome switch
    {
        NodeOutcome.Completed completed => new(completed.Output, null, [.. completed.Taken], default, completed.Format),
        NodeOutcome.Waiting waiting => new(waiting.Output, null, [], default, Remark: $"A run would wait until {waiting.Until:O}, and go on with this."),
        NodeOutcome.Asking asking => new(Json.Text(asking.Question.Text), null, [], default, OutputFormat.Markdown, "A run would ask a person this, and wait for the answer."),
        NodeOutcome.Calling calling => new(Json.From(calling.Runs), null, [], default, Remark: $"A run would run “{calling.Workflow}” with this, and wait for the results."),
        NodeOutcome.Failed failed => new(null, failed.Error, [], default),
        _ => throw new InvalidOperationException($"No trial ends with {outcome.GetType().Name}."),
    };

    /// <summary>Takes back what it does: a trial must not change what runs have stored.</summary>
    async Task<TrialResult> Rehearse(NodeOutcome.Committing committing)
    {
        JsonElement output = default;
        try
        {
            await database.Writer.Write<bool>(writer =>
            {
                output = committing.Change(writer);
                throw new RolledBackException();
            });
        }
        catch (RolledBackException)
        {
            return new(output, null, [], default, Remark: "This was tried and taken back: a trial changes nothing in the store.");
        }
        catch (NodeException error)
        {
            return new(null, error.Message, [], default);
        }
        throw new InvalidOperationException("What was to be taken back was kept.");
    }

    sealed class RolledBackException : Exception;
}
