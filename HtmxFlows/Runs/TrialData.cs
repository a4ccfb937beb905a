using System.Collections.Concurrent;
using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Workflows;

namespace HtmxFlows.Runs;

/// <summary>What a node of a draft would see: the outputs that are pinned in the draft, else the last ones of its nodes. It may be used by several threads.</summary>
/// <param name="flow">The draft.</param>
/// <param name="singles">The nodes of the draft whose input is one output as it is.</param>
/// <param name="data">What is known of its nodes.</param>
/// <param name="node">The node that sees it.</param>
/// <param name="given">Its input; null is the output of its predecessors.</param>
public sealed class TrialData(Flow flow, Lazy<SingleInputs> singles, DraftData data, string node, JsonElement? given = null) : INodeData
{
    /// <summary>How many nodes one sentence names.</summary>
    const int MostNamed = 3;

    readonly FlowGraph graph = new(flow);
    readonly ConcurrentDictionary<string, bool> missed = [];
    readonly Lazy<Dictionary<string, FlowNode>> nodes = new(() => flow.Nodes.DistinctBy(one => one.Id).ToDictionary(one => one.Id));

    IReadOnlySet<string>? ancestors;

    /// <summary>The workflow of the draft.</summary>
    public Guid Workflow => data.Workflow;

    /// <summary>The earlier nodes whose output was asked for and is not known yet, those nearest to the start first.</summary>
    public IReadOnlyList<FlowNode> Missed => [.. graph.Order.Where(missed.ContainsKey).Select(id => nodes.Value[id])];

    public JsonElement? Find(string name) => name switch
    {
        "prompt" => Json.Text(data.LastRun?.Prompt ?? ""),
        "input" => given ?? Input(),
        "run" => Json.From(new { id = data.LastRun?.Id, workflow = data.LastRun?.Workflow, version = data.LastRun?.Version, started = data.LastRun?.StartedAt, input = RunInput }),
        "nodes" => Json.From(Before.ToDictionary(id => id, OutputOf)),
        "trigger" when !nodes.Value.ContainsKey(name) => Trigger,
        _ => IsBefore(name) ? Known(name) : null,
    };

    public IEnumerable<string> Names => ["prompt", "input", "run", "nodes", .. Trigger is null ? Array.Empty<string>() : ["trigger"], .. Before];

    /// <summary>Whether a trigger starts the flow before the node, so that its data is there.</summary>
    public bool HasTrigger => nodes.Value.TryGetValue(node, out var own) && own.IsTrigger || Triggers.Any();

    IEnumerable<FlowNode> Triggers => Earlier.Where(one => one.IsTrigger);

    /// <summary>What the trigger, or one before the node, gave last, or the trigger of the last run.</summary>
    JsonElement? Trigger => (nodes.Value.TryGetValue(node, out var own) && own.IsTrigger ? [own] : Triggers).Select(one => OutputOf(one.Id)).FirstOrDefault(output => output is not null) ?? data.LastRun?.Fired?.Data;

    /// <summary>Every node before it, those nearest to the start first.</summary>
    public IEnumerable<FlowNode> Earlier => graph.Order.Where(IsBefore).Select(id => nodes.Value[id]);

    /// <summary>The nodes before it that have an output, those nearest to the start first.</summary>
    public IEnumerable<string> Before => graph.Order.Where(id => IsBefore(id) && Has(id));

    /// <summary>Whether its input is the output of one predecessor as it is.</summary>
    public bool IsSingleInput => !graph.Contains(node) || singles.Value.Contains(node);

    /// <summary>The output of the node itself; null if none is known.</summary>
    public JsonElement? OwnOutput => OutputOf(node);

    /// <summary>Its input; null if it is not known.</summary>
    public JsonElement? OwnInput => Find("input");

    /// <summary>Why a value is not known yet, in a sentence; null if it is known, or is none of a run.</summary>
    /// <param name="withParts">Whether an input of several nodes counts as unknown while one of them has no output.</param>
    public string? WhyUnknown(string name, bool withParts) => name switch
    {
        "prompt" or "run" => data.LastRun is null ? RunDraft : null,
        "input" when given is not null => null,
        "input" when Predecessors().Length == 0 => data.LastRun is null ? RunDraft : null,
        "input" => Run(withParts ? [.. Predecessors().Where(id => !Has(id))] : MissingPredecessors()),
        "trigger" when !nodes.Value.ContainsKey(name) => Trigger is null ? NoCall : null,
        "nodes" => Run([.. Earlier.Select(one => one.Id).Where(id => withParts && !Has(id))]),
        _ => IsBefore(name) && !Has(name) ? Run([name]) : null,
    };

    const string NoCall = "No data yet. Call the trigger, or run the draft with data for it, to see a value.";

    const string RunDraft = "No data yet. Run the draft to see a value.";

    string? Run(string[] missing) => missing.Length == 0 ? null
        : $"No data yet. Run {string.Join(" or ", missing.Take(MostNamed).Select(id => nodes.Value[id].Label))} to see a value.";

    /// <summary>The output of a node, pinned or last; null if none is known.</summary>
    public DraftOutput? OutputFor(string id) => !nodes.Value.TryGetValue(id, out var found) ? null
        : found is { IsDisabled: false, Pin: { } pin } ? new(pin.Output, pin.Ports ?? [], default, null) : data.Find(id);

    JsonElement RunInput => data.LastRun?.Input ?? Json.Null;

    bool Has(string id) => nodes.Value.TryGetValue(id, out var found) && (found is { IsDisabled: false, Pin: not null } || data.Has(id));

    JsonElement? OutputOf(string id) => OutputFor(id)?.Output;

    /// <summary>The output of a node that is asked for.</summary>
    JsonElement? Known(string id)
    {
        var output = OutputOf(id);
        if (output is null)
            missed[id] = true;
        return output;
    }

    // A draft may have cycles; a node on one is not before itself.
    bool IsBefore(string id) => id != node && graph.Contains(node) && (ancestors ??= graph.Ancestors(node)).Contains(id);

    JsonElement? Input()
    {
        foreach (var missing in MissingPredecessors())
            missed[missing] = true;
        return Predecessors() switch
        {
            [] => RunInput,
            [var only] => OutputOf(only),
            var several when IsSingleInput => several.Select(OutputOf).OfType<JsonElement>().Cast<JsonElement?>().FirstOrDefault(),
            var several when several.Any(Has) => Json.From(several.Where(Has).ToDictionary(id => id, OutputOf)),
            _ => null,
        };
    }

    // Where several nodes deliver to one input, or some may not deliver in a run, one is enough.
    string[] MissingPredecessors() => Predecessors() is var several && several.Any(Has) ? [] : several;

    string[] Predecessors() => graph.Contains(node) ? [.. graph.Predecessors(node)] : [];
}
