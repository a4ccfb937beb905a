using HtmxFlows.Runs;
using HtmxFlows.Workflows;

namespace HtmxFlows.Views;

/// <summary>Nodes of a run as a table.</summary>
/// <param name="OffersRunAgain">Whether each row leads to a run from its node on.</param>
public sealed record NodeTable(RunState Run, IReadOnlyList<(FlowNode Node, NodeState State)> Nodes, bool OffersRunAgain = false);
