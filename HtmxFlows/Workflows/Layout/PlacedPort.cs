namespace HtmxFlows.Workflows;

/// <summary>A port without an edge, at its node's lower side, in CSS pixels.</summary>
/// <param name="Port">Its name; null is the default port.</param>
public sealed record PlacedPort(FlowNode Node, string? Port, double X, double Y);
