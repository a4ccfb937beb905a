
namespace HtmxFlows.Workflows;

/// <summary>An edge that only one of two flows has.</summary>
/// <param name="From">What people call the node that it leaves.</param>
/// <param name="To">What people call the node that it leads to.</param>
public sealed record EdgeChange(FlowEdge Edge, Change Change, string From, string To);
