using HtmxFlows.Nodes;

namespace HtmxFlows.Workflows;

/// <summary>
/// What differs between two flows. A node is the same one in both if it has the same id, or if it was renamed (<see cref="NodeRenames"/>); an edge
/// is the same if it joins the same nodes from the same port. In which order nodes and edges are listed, and where they are drawn, is no difference.
/// </summary>
public sealed class FlowDiff
{
    FlowDiff(Flow before, Flow after, NodeCatalogue catalogue)
    {
        var renames = NodeRenames.Find(before, after);
        (Before, After) = (before, after);
        Nodes = [.. FindNodes(before, after, renames, catalogue)];
        Edges = [.. Only(before, after, Change.Removed, id => renames.GetValueOrDefault(id, id), id => id), .. Only(after, before, Change.Added, id => id, id => renames.GetValueOrDefault(id, id))];
        Settings = [.. FieldComparison.OfSettings(before.Source, after.Source)];
    }

    /// <summary>The earlier flow.</summary>
    public Flow Before { get; }

    /// <summary>The later flow.</summary>
    public Flow After { get; }

    /// <summary>Those that are in the later flow in its order, then those that are gone.</summary>
    public IReadOnlyList<NodeChange> Nodes { get; }

    public IReadOnlyList<EdgeChange> Edges { get; }

    /// <summary>What differs in the inputs that a run is asked for, and in the limits of runs.</summary>
    public IReadOnlyList<FieldChange> Settings { get; }

    /// <summary>The number of nodes and edges that differ, and one more for settings.</summary>
    public int Count => Nodes.Count + Edges.Count + (Settings.Count > 0 ? 1 : 0);

    public bool IsEmpty => Count == 0;

    public static FlowDiff Of(Flow before, Flow after, NodeCatalogue catalogue) => new(before, after, catalogue);

    static IEnumerable<NodeChange> FindNodes(Flow before, Flow after, IReadOnlyDictionary<string, string> renames, NodeCatalogue catalogue)
    {
        var (old, present) = (Keyed(before, renames), Keyed(after));
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

    /// <summary>The nodes by their ids, or by those that they got later; a draft may have an id more than once.</summary>
    static OrderedDictionary<(string Id, int Which), FlowNode> Keyed(Flow flow, IReadOnlyDictionary<string, string>? renames = null)
    {
        OrderedDictionary<(string, int), FlowNode> keyed = [];
        Dictionary<string, int> seen = [];
        foreach (var node in flow.Nodes)
        {
            var id = renames?.GetValueOrDefault(node.Id) ?? node.Id;
            var which = seen[id] = seen.GetValueOrDefault(id) + 1;
            keyed[(id, which)] = node;
        }
        return keyed;
    }

    /// <param name="hereAs">The later id of a node of the one flow.</param>
    /// <param name="thereAs">The later id of a node of the other.</param>
    static IEnumerable<EdgeChange> Only(Flow here, Flow there, Change change, Func<string, string> hereAs, Func<string, string> thereAs)
    {
        var labels = here.Nodes.DistinctBy(node => node.Id).ToDictionary(node => node.Id, node => node.Label);
        var known = there.Edges.CountBy(edge => Ends(edge, thereAs)).ToDictionary();
        foreach (var edge in here.Edges)
        {
            if (known.GetValueOrDefault(Ends(edge, hereAs)) is > 0 and var left)
                known[Ends(edge, hereAs)] = left - 1;
            else
                yield return new(edge, change, labels.GetValueOrDefault(edge.Source, edge.Source), labels.GetValueOrDefault(edge.Target, edge.Target));
        }
    }

    static (string, string?, string) Ends(FlowEdge edge, Func<string, string> nodeAs) => (nodeAs(edge.Source), edge.Port, nodeAs(edge.Target));
}
