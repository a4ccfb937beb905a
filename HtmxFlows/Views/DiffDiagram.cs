using HtmxFlows.Workflows;

namespace HtmxFlows.Views;

/// <summary>What became of the nodes, by their ids, and of the edges of a diagram. Those that are not in it are the same.</summary>
public sealed record DiffDiagram(IReadOnlyDictionary<string, Change> Nodes, IReadOnlyDictionary<FlowEdge, Change> Edges)
{
    public Change? Of(FlowNode node) => Nodes.TryGetValue(node.Id, out var change) ? change : null;

    public Change? Of(FlowEdge edge) => Edges.TryGetValue(edge, out var change) ? change : null;

    /// <summary>A difference as one diagram: the later flow, with the nodes and edges that it has no more.</summary>
    /// <param name="href">The link of a node that is the same in both. The others lead to their lines in the list of changes.</param>
    public static Diagram Draw(FlowDiff diff, Func<FlowNode, string> href)
    {
        var renamed = diff.Nodes.Where(node => node.Before is not null && node.After is not null).DistinctBy(node => node.Before!.Id).ToDictionary(node => node.Before!.Id, node => node.After!.Id);
        var gone = diff.Edges.Where(edge => edge.Change == Change.Removed).Select(change => change.Edge with { Source = Now(change.Edge.Source), Target = Now(change.Edge.Target) }).ToArray();
        var flow = new Flow(diff.After.Source, [.. diff.After.Nodes, .. diff.Nodes.Where(node => node.After is null).Select(node => node.Node)], [.. diff.After.Edges, .. gone]);
        var nodes = diff.Nodes.DistinctBy(node => node.Node.Id).ToDictionary(node => node.Node.Id, node => node.Change);
        Dictionary<FlowEdge, Change> edges = [];
        foreach (var (edge, change) in diff.Edges.Where(edge => edge.Change == Change.Added).Select(change => (change.Edge, Change.Added)).Concat(gone.Select(edge => (edge, Change.Removed))))
            edges[edge] = change;
        return new(flow) { Changes = new(nodes, edges), NodeHref = node => nodes.ContainsKey(node.Id) ? $"#{DomIds.Change(node.Id)}" : href(node) };

        string Now(string id) => renamed.GetValueOrDefault(id, id);
    }
}
