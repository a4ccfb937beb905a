using System.Collections;

namespace HtmxFlows.Workflows;

/// <summary>Who follows whom. Built from any nodes and edges; edges that lead nowhere are left out.</summary>
public sealed class FlowGraph
{
    readonly Dictionary<string, List<FlowEdge>> incoming = [];
    readonly Dictionary<string, List<FlowEdge>> outgoing = [];
    readonly Dictionary<string, int> places = [];
    readonly Lazy<BitArray[]> ancestors;

    public FlowGraph(Flow flow)
    {
        foreach (var node in flow.Nodes)
            (incoming[node.Id], outgoing[node.Id]) = ([], []);
        foreach (var edge in flow.Edges.Where(edge => incoming.ContainsKey(edge.Source) && incoming.ContainsKey(edge.Target)))
        {
            outgoing[edge.Source].Add(edge);
            incoming[edge.Target].Add(edge);
        }
        Ids = [.. flow.Nodes.Select(node => node.Id).Distinct()];
        Order = Sort();
        foreach (var (place, id) in Order.Index())
            places[id] = place;
        ancestors = new(FindAncestors);
    }

    /// <summary>The ids in the flow's own order.</summary>
    public IReadOnlyList<string> Ids { get; }

    /// <summary>The ids, predecessors first (Kahn's algorithm, ties in the flow's own order). Nodes on and behind a cycle are not in it.</summary>
    public IReadOnlyList<string> Order { get; }

    public bool Contains(string id) => incoming.ContainsKey(id);

    public IReadOnlyList<FlowEdge> Incoming(string id) => incoming[id];

    public IReadOnlyList<FlowEdge> Outgoing(string id) => outgoing[id];

    public IEnumerable<string> Predecessors(string id) => incoming[id].Select(edge => edge.Source).Distinct();

    /// <summary>Every node from which a path leads to this one.</summary>
    public IReadOnlySet<string> Ancestors(string id)
    {
        HashSet<string> found = [];
        var queue = new Stack<string>([id]);
        while (queue.TryPop(out var next))
        {
            foreach (var source in Predecessors(next).Where(found.Add))
                queue.Push(source);
        }
        return found;
    }

    /// <summary>Whether a path leads from one node to another; not asked of nodes on or behind a cycle.</summary>
    public bool IsAncestor(string id, string of) =>
        places.TryGetValue(id, out var from) && places.TryGetValue(of, out var to) && ancestors.Value[to][from];

    /// <summary>A cycle, its first node also last (<c>a, b, a</c>), or null if the graph has none.</summary>
    public IReadOnlyList<string>? FindCycle()
    {
        if (Order.Count == Ids.Count)
            return null;
        var stuck = Ids.Except(Order).ToHashSet();
        // Every stuck node has a stuck predecessor, so walking back must meet a node again.
        List<string> walked = [];
        var at = stuck.First();
        while (!walked.Contains(at))
        {
            walked.Add(at);
            at = Predecessors(at).First(stuck.Contains);
        }
        List<string> cycle = [at, .. walked.Skip(walked.IndexOf(at) + 1).Reverse(), at];
        return cycle;
    }

    /// <summary>For each place in the order the places of the ancestors: what leads to it, and their own.</summary>
    BitArray[] FindAncestors()
    {
        var found = Order.Select(_ => new BitArray(Order.Count)).ToArray();
        foreach (var (place, id) in Order.Index())
        {
            foreach (var source in Predecessors(id))
            {
                found[place].Or(found[places[source]]);
                found[place][places[source]] = true;
            }
        }
        return found;
    }

    List<string> Sort()
    {
        var open = Ids.ToDictionary(id => id, id => incoming[id].Count);
        var ready = new Queue<string>(Ids.Where(id => open[id] == 0));
        List<string> order = [];
        while (ready.TryDequeue(out var id))
        {
            order.Add(id);
            foreach (var edge in outgoing[id])
            {
                if (--open[edge.Target] == 0)
                    ready.Enqueue(edge.Target);
            }
        }
        return order;
    }
}
