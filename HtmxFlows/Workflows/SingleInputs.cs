using System.Collections.Immutable;
using HtmxFlows.Nodes;

namespace HtmxFlows.Workflows;

/// <summary>
/// The nodes whose <c>input</c> is the output of one predecessor as it is, because no run reaches them from two: they have one predecessor,
/// or every way to one excludes every way to the others by leading through other ports of a node that takes one of its ports.
/// </summary>
/// <remarks>
/// A forward data-flow analysis over the graph in its order: the ways into a node are the ports that all of them lead through, by node; ways
/// that meet keep the nodes that all lead through, with the union of their ports. Edges from one node to another count as one.
/// </remarks>
public sealed class SingleInputs
{
    static readonly ImmutableDictionary<string, ImmutableHashSet<string>> Anyhow = ImmutableDictionary<string, ImmutableHashSet<string>>.Empty;

    readonly FlowGraph graph;
    readonly Func<string, NodePorts> portsOf;
    readonly Dictionary<string, ImmutableDictionary<string, ImmutableHashSet<string>>> ways = [];
    readonly HashSet<string> exclusive;

    /// <param name="portsOf">The ports of a node, by its id.</param>
    public SingleInputs(FlowGraph graph, Func<string, NodePorts> portsOf)
    {
        (this.graph, this.portsOf) = (graph, portsOf);
        string[] joins = [.. graph.Order.Where(id => graph.Predecessors(id).Skip(1).Any())];
        foreach (var id in joins.Length > 0 ? graph.Order : [])
            ways[id] = Meet(graph.Incoming(id));
        exclusive = [.. joins.Where(AreExclusive)];
    }

    /// <summary>The same for a flow that may not be ready to run.</summary>
    public static SingleInputs Of(Flow flow, NodeCatalogue catalogue)
    {
        var nodes = flow.Nodes.DistinctBy(node => node.Id).ToDictionary(node => node.Id);
        return new(new(flow), id => NodePorts.Of(nodes[id], catalogue));
    }

    public bool Contains(string id) => exclusive.Contains(id) || !graph.Predecessors(id).Skip(1).Any();

    bool AreExclusive(string id)
    {
        ImmutableDictionary<string, ImmutableHashSet<string>>[] sources = [.. graph.Incoming(id).GroupBy(edge => edge.Source).Select(Meet)];
        return sources.Index().All(one => sources.Take(one.Index).All(other => Exclude(one.Item, other)));
    }

    bool Exclude(ImmutableDictionary<string, ImmutableHashSet<string>> one, ImmutableDictionary<string, ImmutableHashSet<string>> other) =>
        one.Any(way => other.TryGetValue(way.Key, out var ports) && Exclude(portsOf(way.Key), way.Value, ports));

    static bool Exclude(NodePorts node, ImmutableHashSet<string> one, ImmutableHashSet<string> other) =>
        !one.Overlaps(other) && (!node.TakesSeveral || IsError(one) || IsError(other));

    /// <summary>A node that takes its error port takes no other one.</summary>
    static bool IsError(ImmutableHashSet<string> ports) => ports.Count == 1 && ports.Contains(NodeSettings.ErrorPort);

    ImmutableDictionary<string, ImmutableHashSet<string>> Meet(IEnumerable<FlowEdge> edges)
    {
        ImmutableDictionary<string, ImmutableHashSet<string>>? all = null;
        foreach (var next in edges.Select(WaysOver))
            all = all is null ? next : all.Where(way => next.ContainsKey(way.Key)).ToImmutableDictionary(way => way.Key, way => way.Value.Union(next[way.Key]));
        return all ?? Anyhow;
    }

    ImmutableDictionary<string, ImmutableHashSet<string>> WaysOver(FlowEdge edge)
    {
        var before = ways.GetValueOrDefault(edge.Source, Anyhow);
        return portsOf(edge.Source).Names.Count > 1 ? before.SetItem(edge.Source, [edge.Port ?? ""]) : before;
    }
}
