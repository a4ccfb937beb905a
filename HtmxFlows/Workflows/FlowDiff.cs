using HtmxFlows.Nodes;

namespace HtmxFlows.Workflows;

/// <summary>
/// What differs between two flows. A node is the same one in both if it has the same id, so one with another id was removed and added; an edge
/// is the same if it joins the same nodes from the same port. In which order nodes and edges are listed, and where they are drawn, is no difference.
/// </summary>
public sealed class FlowDiff
{
    FlowDiff(Flow before, Flow after, NodeCatalogue catalogue)
    {
        Nodes = [.. FindNodes(before, after, catalogue)];
        Edges = [.. Only(before, after, Change.Removed), .. Only(after, before, Change.Added)];
        Settings = [.. FieldComparison.OfSettings(before.Source, after.Source)];
    }

    /// <summary>Those that are in the later flow in its order, then those that are gone.</summary>
    public IReadOnlyList<NodeChange> Nodes { get; }

    public IReadOnlyList<EdgeChange> Edges { get; }

    /// <summary>What differs in the inputs that a run is asked for, and in the limits of runs.</summary>
    public IReadOnlyList<FieldChange> Settings { get; }

    public bool IsEmpty => Nodes.Count + Edges.Count + Settings.Count == 0;

    public static FlowDiff Of(Flow before, Flow after, NodeCatalogue catalogue) => new(before, after, catalogue);

    static IEnumerable<NodeChange> FindNodes(Flow before, Flow after, NodeCatalogue catalogue)
    {
        var (old, present) = (Keyed(before), Keyed(after));
        foreach (var (key, node) in present)
        {
            if (!old.TryGetValue(key, out var was))
                yield return new(null, node, FieldComparison.OfNode(null, node, catalogue));
            else if (FieldComparison.OfNode(was, node, catalogue) is { Count: > 0 } fields)
                yield return new(was, node, fields);
        }
        foreach (var (_, node) in old.Where(one => !present.ContainsKey(one.Key)))
            yield return new(node, null, FieldComparison.OfNode(node, null, catalogue));
    }

    /// <summary>The nodes by their ids; a draft may have an id more than once.</summary>
    static OrderedDictionary<(string Id, int Which), FlowNode> Keyed(Flow flow)
    {
        OrderedDictionary<(string, int), FlowNode> keyed = [];
        Dictionary<string, int> seen = [];
        foreach (var node in flow.Nodes)
        {
            var which = seen[node.Id] = seen.GetValueOrDefault(node.Id) + 1;
            keyed[(node.Id, which)] = node;
        }
        return keyed;
    }

    static IEnumerable<EdgeChange> Only(Flow here, Flow there, Change change)
    {
        var labels = here.Nodes.DistinctBy(node => node.Id).ToDictionary(node => node.Id, node => node.Label);
        var known = there.Edges.CountBy(Ends).ToDictionary();
        foreach (var edge in here.Edges)
        {
            if (known.GetValueOrDefault(Ends(edge)) is > 0 and var left)
                known[Ends(edge)] = left - 1;
            else
                yield return new(edge, change, labels.GetValueOrDefault(edge.Source, edge.Source), labels.GetValueOrDefault(edge.Target, edge.Target));
        }
    }

    static (string, string?, string) Ends(FlowEdge edge) => (edge.Source, edge.Port, edge.Target);
}
