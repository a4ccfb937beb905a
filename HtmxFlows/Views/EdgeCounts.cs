using System.Text.Json;
using HtmxFlows.Workflows;

namespace HtmxFlows.Views;

/// <summary>How many items went along the edges of a flow, as a diagram shows them.</summary>
public static class EdgeCounts
{
    /// <summary>The counts of a draft: of what is pinned, and of the last outputs.</summary>
    public static IReadOnlyDictionary<FlowEdge, int> Of(Flow flow, IReadOnlyDictionary<string, DraftList> kept)
    {
        var lists = new Dictionary<string, DraftList>(kept);
        foreach (var node in flow.Steps.Where(node => node is { IsDisabled: false, Pin: not null }))
        {
            if (node.Pin is { Output.ValueKind: JsonValueKind.Array } pin)
                lists[node.Id] = new(pin.Output.GetArrayLength(), pin.Ports ?? []);
            else
                lists.Remove(node.Id);
        }
        return flow.Edges.Where(edge => lists.TryGetValue(edge.Source, out var list) && (edge.Port is null ? list.Ports.Count == 0 : list.Ports.Contains(edge.Port)))
            .ToDictionary(edge => edge, edge => lists[edge.Source].Items);
    }

    /// <summary>The counts of a run.</summary>
    public static IReadOnlyDictionary<FlowEdge, int> Of(RunView view)
    {
        Dictionary<FlowEdge, int> counts = [];
        foreach (var edge in view.Flow.Edges)
        {
            if (view.Run.Node(edge.Source) is { HasDelivered: true, Output: { ValueKind: JsonValueKind.Array } list } node && node.Took(edge.Port))
                counts[edge] = list.GetArrayLength();
        }
        return counts;
    }
}
