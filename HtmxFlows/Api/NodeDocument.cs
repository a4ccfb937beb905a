using System.Text.Json;
using HtmxFlows.Runs;
using HtmxFlows.Workflows;

namespace HtmxFlows.Api;

/// <summary>The state of a node in a run.</summary>
/// <param name="Attempt">How often it was started.</param>
/// <param name="Log">What its last attempt has logged, line by line; null if nothing.</param>
/// <param name="Items">How many of its items have ended and are journaled, while it runs once for each item of a list; null at other times.</param>
/// <param name="Runs">The runs that it has called, in the order of its calls; one is there once it was started.</param>
public sealed record NodeDocument(
    string Id, string Type, string Label, NodeStatus Status, int Attempt, JsonElement? Output, string? Error, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt,
    IReadOnlyList<string>? Log, ItemsDocument? Items, IReadOnlyList<Guid> Runs)
{
    public static NodeDocument Of((FlowNode Node, NodeState State) node, IReadOnlyList<Guid> runs) => new(
        node.Node.Id, node.Node.Type, node.Node.Label, node.State.Status, node.State.Attempt, node.State.Output, node.State.Error,
        node.State.StartedAt, node.State.FinishedAt, node.State.Log, node.State.Items is { } items ? new(items.Outputs.Count, items.Total) : null, runs);
}
