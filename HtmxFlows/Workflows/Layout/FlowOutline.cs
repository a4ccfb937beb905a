namespace HtmxFlows.Workflows;

/// <summary>A flow as a text: its nodes in the order in which its picture is read, each with what it comes after and what follows it.</summary>
public sealed class FlowOutline
{
    FlowOutline(Flow flow)
    {
        var nodes = flow.Nodes.DistinctBy(node => node.Id).ToDictionary(node => node.Id);
        var (incoming, outgoing) = (flow.Edges.ToLookup(edge => edge.Target), flow.Edges.ToLookup(edge => edge.Source));
        Nodes = [.. InReadingOrder(flow).Select(node => new OutlinedNode(
            node,
            [.. incoming[node.Id].Select(edge => new OutlinedEdge(edge, nodes.GetValueOrDefault(edge.Source)))],
            [.. outgoing[node.Id].Select(edge => new OutlinedEdge(edge, nodes.GetValueOrDefault(edge.Target)))]))];
        Loose = [.. flow.Edges.Where(edge => !nodes.ContainsKey(edge.Source) && !nodes.ContainsKey(edge.Target))];
    }

    public IReadOnlyList<OutlinedNode> Nodes { get; }

    /// <summary>Edges without a node at either end.</summary>
    public IReadOnlyList<FlowEdge> Loose { get; }

    public static FlowOutline Of(Flow flow) => new(flow);

    // No diagram is drawn for more nodes.
    static IEnumerable<FlowNode> InReadingOrder(Flow flow) =>
        flow.Nodes.Count <= FlowPlan.MostNodes && flow.Edges.Count <= FlowPlan.MostEdges ? FlowLayout.Of(flow).Nodes.Select(placed => placed.Node) : flow.Nodes.DistinctBy(node => node.Id);
}
