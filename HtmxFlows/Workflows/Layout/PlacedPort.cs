namespace HtmxFlows.Workflows;

/// <summary>A port without an edge, in CSS pixels: where it leaves its node, and where it ends.</summary>
/// <param name="Port">Its name; null is the default port.</param>
public sealed record PlacedPort(FlowNode Node, string? Port, (double X, double Y) From, (double X, double Y) To);
