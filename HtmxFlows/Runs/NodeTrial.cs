using System.Text.Json;
using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Nodes;
using HtmxFlows.Workflows;

namespace HtmxFlows.Runs;

/// <summary>What a node of a draft would see: the outputs of the workflow's last run, and those that are pinned in the draft.</summary>
/// <param name="flow">The draft.</param>
/// <param name="singles">The nodes of the draft whose input is one output as it is.</param>
/// <param name="last">The last run; null if there is none.</param>
/// <param name="node">The node that sees it.</param>
/// <param name="given">Its input; null is the output of its predecessors.</param>
public sealed class TrialData(Flow flow, Lazy<SingleInputs> singles, RunState? last, string node, JsonElement? given = null) : INodeData
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

    /// <summary>The nodes before it that have an output, those nearest to the start first.</summary>
    public IEnumerable<string> Before => graph.Order.Where(id => IsBefore(id) && OutputOf(id) is not null);

    /// <summary>Whether its input is the output of one predecessor as it is.</summary>
    public bool IsSingleInput => !graph.Contains(node) || singles.Value.Contains(node);

    JsonElement RunInput => last?.Input ?? Json.Null;

    JsonElement? OutputOf(string id) =>
        flow.Nodes.FirstOrDefault(one => one.Id == id) is not { } found ? null
        : found.Pin?.Output ?? (last?.Node(id) is { HasDelivered: true, Output: { } output } ? output : null);

    // A draft may have cycles; a node on one is not before itself.
    bool IsBefore(string id) => id != node && graph.Contains(node) && (ancestors ??= graph.Ancestors(node)).Contains(id);

    JsonElement Input() => !graph.Contains(node) ? RunInput : graph.Predecessors(node).ToArray() switch
    {
        [] => RunInput,
        [var only] => OutputOf(only) ?? Json.Null,
        var several when IsSingleInput => several.Select(OutputOf).OfType<JsonElement>().FirstOrDefault(Json.Null),
        var several => Json.From(several.Where(id => OutputOf(id) is not null).ToDictionary(id => id, OutputOf)),
    };
}

/// <summary>How a trial of a node ended.</summary>
/// <param name="Error">Why it has no output; null if it has.</param>
/// <param name="Ports">The ports that it would take; none is the default port.</param>
/// <param name="Remark">What else a run would do, in a sentence; null if nothing.</param>
public sealed record TrialResult(JsonElement? Output, string? Error, IReadOnlyList<string> Ports, TimeSpan Took, OutputFormat? Format = null, string? Remark = null);

/// <summary>Runs single nodes of a draft, to show what they do. Nothing of it is journaled.</summary>
public sealed class NodeTrial
{
    readonly NodeExecutor nodes;
    readonly CredentialSource credentials;
    readonly Journal journal;
    readonly RunStore store;
    readonly IDatabase database;
    readonly TimeProvider time;

    internal NodeTrial(NodeExecutor nodes, CredentialSource credentials, Journal journal, RunStore store, IDatabase database, TimeProvider time) =>
        (this.nodes, this.credentials, this.journal, this.store, this.database, this.time) = (nodes, credentials, journal, store, database, time);

    /// <summary>The state of a workflow's last run; null if it has not run.</summary>
    public RunState? LastRun(Guid workflow) =>
        store.List(workflow, null, 0, 1) is [var line] ? RunState.Of(line.Id, journal.Read(line.Id)) : null;

    /// <summary>Runs a node once, with its effects: a request is sent, a model is asked. Changes of the store are rolled back.</summary>
    public async Task<TrialResult> Run(PlannedNode node, INodeData data, CancellationToken cancellation)
    {
        var begun = time.GetTimestamp();
        var secrets = credentials.Current;
        var outcome = await nodes.Try(node, data, $"trial-{Ids.New(time.GetUtcNow())}/{node.Id}", secrets, cancellation);
        var result = outcome is NodeOutcome.Committing committing ? await Rehearse(committing) : Result(outcome);
        return result with
        {
            Took = time.GetElapsedTime(begun),
            Output = result.Output is { } output ? secrets.Mask.Mask(output) : null,
            Error = result.Error is { } error ? secrets.Mask.Mask(error) : null,
        };
    }

    static TrialResult Result(NodeOutcome outcome) => outcome switch
    {
        NodeOutcome.Completed completed => new(completed.Output, null, [.. completed.Taken], default, completed.Format),
        NodeOutcome.Waiting waiting => new(waiting.Output, null, [], default, Remark: $"A run would wait until {waiting.Until:O}, then continue with this."),
        NodeOutcome.Asking asking => new(Json.Text(asking.Question.Text), null, [], default, OutputFormat.Markdown, "A run would ask this, and wait for the answer."),
        NodeOutcome.AwaitRuns wish => new(Json.From(wish.Runs), null, [], default, Remark: $"A run would run “{wish.Workflow}” with this, and wait for the results."),
        NodeOutcome.Failed failed => new(null, failed.Error, [], default),
        _ => throw new InvalidOperationException($"No trial ends with {outcome.GetType().Name}."),
    };

    /// <summary>Applies a change and rolls it back: a trial must not change what runs have stored.</summary>
    async Task<TrialResult> Rehearse(NodeOutcome.Committing committing)
    {
        JsonElement output = default;
        try
        {
            await database.Write<bool>(writer =>
            {
                output = committing.Change(writer);
                throw new RolledBackException();
            });
        }
        catch (RolledBackException)
        {
            return new(output, null, [], default, Remark: "Tried and rolled back: tests do not change the store.");
        }
        catch (NodeException error)
        {
            return new(null, error.Message, [], default);
        }
        throw new InvalidOperationException("A change that was to be rolled back was kept.");
    }

    sealed class RolledBackException : Exception;
}
