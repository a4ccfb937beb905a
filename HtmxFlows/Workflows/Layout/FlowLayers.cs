namespace HtmxFlows.Workflows;

/// <summary>The layer of each node of a picture: the length of the longest path that leads to it.</summary>
static class FlowLayers
{
    /// <summary>The layers, 0 the uppermost. On a cycle, which a draft may have, edges back to where it is entered do not count.</summary>
    public static Dictionary<string, int> Of(FlowGraph graph)
    {
        Dictionary<string, int> layers = [];
        foreach (var id in graph.Order.Concat(Broken(graph)))
            layers[id] = graph.Predecessors(id).Where(layers.ContainsKey).Select(source => layers[source] + 1).DefaultIfEmpty(0).Max();
        return layers;
    }

    /// <summary>The nodes on and behind cycles, in an order that goes against few edges.</summary>
    static IEnumerable<string> Broken(FlowGraph graph)
    {
        List<string> left = [.. graph.Ids.Except(graph.Order)];
        var open = left.ToHashSet();
        while (left.Count > 0)
        {
            // What nothing leads to any more; or else where a cycle is entered; or else, as nothing enters it, its first node.
            var next = left.Find(id => !graph.Predecessors(id).Any(open.Contains)) ?? left.Find(id => !graph.Predecessors(id).All(open.Contains)) ?? left[0];
            left.Remove(next);
            open.Remove(next);
            yield return next;
        }
    }
}
