using System.Text.Json;
using HtmxFlows.Nodes;

namespace HtmxFlows.Workflows;

/// <summary>What became of a part of a flow.</summary>
public enum Change { Added, Removed, Changed }

/// <summary>A node that one of two flows does not have, or that is not the same in both.</summary>
/// <param name="Before">Null if it was added.</param>
/// <param name="After">Null if it was removed.</param>
/// <param name="Fields">What its type and its <c>data</c> differ in; of a node that came or went everything that it has.</param>
public sealed record NodeChange(FlowNode? Before, FlowNode? After, IReadOnlyList<FieldChange> Fields)
{
    public FlowNode Node => After ?? Before!;

    public Change Change => Before is null ? Change.Added : After is null ? Change.Removed : Change.Changed;
}

/// <summary>An edge that only one of two flows has.</summary>
/// <param name="From">What people call the node that it leaves.</param>
/// <param name="To">What people call the node that it leads to.</param>
public sealed record EdgeChange(FlowEdge Edge, Change Change, string From, string To);

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
