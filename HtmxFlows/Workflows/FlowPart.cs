namespace HtmxFlows.Workflows;

/// <summary>A part of a flow that can be run alone.</summary>
public static class FlowPart
{
    /// <summary>A node with everything that leads to it; the whole flow if there is no such node.</summary>
    public static Flow UpTo(this Flow flow, string node)
    {
        var graph = new FlowGraph(flow);
        if (!graph.Contains(node))
            return flow;
        var part = graph.Ancestors(node).Append(node).ToHashSet();
        return new(flow.Source, [.. flow.Nodes.Where(one => part.Contains(one.Id))], [.. flow.Edges.Where(edge => part.Contains(edge.Source) && part.Contains(edge.Target) && edge.Source != node)])
        {
            Inputs = flow.Inputs,
            Concurrency = flow.Concurrency,
            OnFailure = flow.OnFailure,
        };
    }
}
