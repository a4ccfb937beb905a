using System.Collections.Immutable;
using HtmxFlows.Nodes;

namespace HtmxFlows.Workflows;

/// <summary>
/// The nodes whose <c>input</c> is the output of one predecessor as it is, because no run reaches them from two: they have one predecessor,
/// or every way to one excludes every way to the others by leading through other ports of a node that takes one of its ports, or from other triggers.
/// </summary>
/// <remarks>
/// A forward data-flow analysis over the graph in its order: the ways into a node are the ports that all of them lead through, by node; ways
/// that meet keep the nodes that all lead through, with the union of their ports. Edges from one node to another count as one. Edges that never
/// deliver, since a disabled node takes its first port only, do not count.
/// </remarks>
public sealed class SingleInputs
{
    readonly HashSet<string> exclusive = [];

    /// <param name="portsOf">The ports of a node, by its id. It is asked once a node.</param>
    public SingleInputs(FlowGraph graph, Func<string, NodePorts> portsOf)
    {
        Graph = graph;
        string[] joins = [.. graph.Order.Where(IsJoin)];
        if (joins.Length == 0)
            return;
        var analysis = new Analysis(graph, graph.Order.ToDictionary(id => id, portsOf));
        exclusive = [.. joins.Where(analysis.AreExclusive)];
    }

    /// <summary>The same for a flow that may not be ready to run.</summary>
    public static SingleInputs Of(Flow flow, NodeCatalogue catalogue)
    {
        var nodes = flow.Nodes.DistinctBy(node => node.Id).ToDictionary(node => node.Id);
        var graph = new FlowGraph(flow);
        return new(graph, id => NodePorts.Of(nodes[id], graph.Outgoing(id), catalogue));
    }

    /// <summary>The graph that was analysed.</summary>
    public FlowGraph Graph { get; }

    public bool Contains(string id) => exclusive.Contains(id) || !IsJoin(id);

    bool IsJoin(string id) => Graph.Predecessors(id).Skip(1).Any();

    sealed class Analysis
    {
        /// <summary>Stands for what starts a run, as if it were a node with a port to each trigger. No node has that id.</summary>
        const string Start = "";

        readonly FlowGraph graph;
        readonly Dictionary<string, NodePorts> ports;
        readonly Dictionary<string, ImmutableDictionary<string, ImmutableHashSet<string>>> ways = [];
        readonly HashSet<string> unreached = [];

        public Analysis(FlowGraph graph, Dictionary<string, NodePorts> ports)
        {
            (this.graph, this.ports) = (graph, ports);
            ports[Start] = new([]);
            foreach (var id in graph.Order)
            {
                FlowEdge[] delivering = [.. Delivering(id)];
                if (delivering.Length == 0 && graph.Incoming(id).Count > 0)
                    unreached.Add(id);
                ways[id] = ports[id].IsTrigger ? ImmutableDictionary<string, ImmutableHashSet<string>>.Empty.Add(Start, [id]) : Meet(delivering);
            }
        }

        public bool AreExclusive(string id)
        {
            ImmutableDictionary<string, ImmutableHashSet<string>>[] sources = [.. Delivering(id).GroupBy(edge => edge.Source).Select(Meet)];
            return sources.Index().All(one => sources.Take(one.Index).All(other => Exclude(one.Item, other)));
        }

        /// <summary>The edges to a node that can deliver in some run.</summary>
        IEnumerable<FlowEdge> Delivering(string id) =>
            graph.Incoming(id).Where(edge => !unreached.Contains(edge.Source) && (!ports.TryGetValue(edge.Source, out var source) || source.MayTake(edge.Port)));

        bool Exclude(ImmutableDictionary<string, ImmutableHashSet<string>> one, ImmutableDictionary<string, ImmutableHashSet<string>> other) =>
            one.Any(way => other.TryGetValue(way.Key, out var taken) && Exclude(ports[way.Key], way.Value, taken));

        static bool Exclude(NodePorts node, ImmutableHashSet<string> one, ImmutableHashSet<string> other) =>
            !one.Overlaps(other) && (!node.TakesSeveral || IsError(one) || IsError(other));

        /// <summary>A node that takes its error port takes no other one.</summary>
        static bool IsError(ImmutableHashSet<string> taken) => taken.Count == 1 && taken.Contains(NodeSettings.ErrorPort);

        ImmutableDictionary<string, ImmutableHashSet<string>> Meet(IEnumerable<FlowEdge> edges)
        {
            ImmutableDictionary<string, ImmutableHashSet<string>>? all = null;
            foreach (var next in edges.Select(WaysOver))
                all = all is null ? next : all.Where(way => next.ContainsKey(way.Key)).ToImmutableDictionary(way => way.Key, way => way.Value.Union(next[way.Key]));
            return all ?? ImmutableDictionary<string, ImmutableHashSet<string>>.Empty;
        }

        // Of a cycle and what follows it, nothing is known.
        ImmutableDictionary<string, ImmutableHashSet<string>> WaysOver(FlowEdge edge)
        {
            var before = ways.GetValueOrDefault(edge.Source, ImmutableDictionary<string, ImmutableHashSet<string>>.Empty);
            return ports.TryGetValue(edge.Source, out var source) && source.Names.Count > 1 ? before.SetItem(edge.Source, [edge.Port ?? ""]) : before;
        }
    }
}
