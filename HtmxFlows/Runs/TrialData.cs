using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
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
        : !found.IsDisabled && found.Pin is { } pin ? pin.Output : (last?.Node(id) is { HasDelivered: true, Output: { } output } ? output : null);

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
