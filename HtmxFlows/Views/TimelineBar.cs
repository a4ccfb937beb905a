using HtmxFlows.Runs;
using HtmxFlows.Workflows;

namespace HtmxFlows.Views;

/// <summary>A node's time as a bar.</summary>
/// <param name="From">Where the bar begins, as a percentage of the run's time.</param>
/// <param name="Width">Its width, as a percentage.</param>
public sealed record TimelineBar(FlowNode Node, NodeState State, double From, double Width)
{
    /// <summary>How long the node took, or its status: 1.4 s; failed, 90 ms; running.</summary>
    public string Words => State switch
    {
        { Status: NodeStatus.Completed, FinishedAt: { } to } => Views.Words.Duration(to - State.StartedAt!.Value),
        { FinishedAt: { } to } => $"{State.Shown.Word()}, {Views.Words.Duration(to - State.StartedAt!.Value)}",
        _ => State.Shown.Word(),
    };
}
