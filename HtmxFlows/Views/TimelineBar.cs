using HtmxFlows.Runs;

namespace HtmxFlows.Views;

/// <summary>A node's time as a bar; lengths in the units of the picture.</summary>
/// <param name="Label">As much of the node's label as there is room for.</param>
public sealed record TimelineBar(string Label, NodeStatus Status, double X, double Y, double Width);
