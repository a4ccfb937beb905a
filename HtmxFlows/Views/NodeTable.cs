using HtmxFlows.Runs;
using HtmxFlows.Workflows;

namespace HtmxFlows.Views;

/// <summary>Nodes of a run as a table.</summary>
/// <param name="OffersRunAgain">Whether each row leads to a run from its node on. Only where the table is made for one viewer: not everyone may start runs.</param>
/// <param name="IsApart">Whether it is on another page than that of the run.</param>
public sealed record NodeTable(RunState Run, IReadOnlyList<(FlowNode Node, NodeState State)> Nodes, bool OffersRunAgain = false, bool IsApart = false);
