namespace HtmxFlows.Workflows;

/// <summary>A node with the edges that lead to it and those that leave it.</summary>
public sealed record OutlinedNode(FlowNode Node, IReadOnlyList<OutlinedEdge> After, IReadOnlyList<OutlinedEdge> Then);
