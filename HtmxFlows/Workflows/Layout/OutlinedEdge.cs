namespace HtmxFlows.Workflows;

/// <summary>An edge as one of its ends sees it.</summary>
/// <param name="Other">The node at the other end; null if there is none.</param>
public sealed record OutlinedEdge(FlowEdge Edge, FlowNode? Other);
