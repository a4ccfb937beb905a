namespace HtmxFlows.Workflows;

/// <summary>A node's place: its upper left corner, in CSS pixels.</summary>
public sealed record PlacedNode(FlowNode Node, double X, double Y);
