using HtmxFlows.Runs;
using HtmxFlows.Workflows;

namespace HtmxFlows.Live;

/// <summary>A node's time as a bar; lengths in the units of the picture.</summary>
/// <param name="Label">As much of the node's label as there is room for.</param>
public sealed record TimelineBar(string Label, NodeStatus Status, double X, double Y, double Width);

/// <summary>Who ran when, drawn from the run's state alone: up to its last event, so that it is the same for everybody and for ever.</summary>
/// <param name="Nodes">Those that are shown, in the flow's order.</param>
/// <param name="All">How many there are.</param>
/// <param name="Run">The run, as it is.</param>
public sealed record Timeline(IReadOnlyList<(FlowNode Node, NodeState State)> Nodes, IReadOnlyList<TimelineBar> Bars, int All, RunState Run, bool IsSwap)
{
    /// <summary>How many nodes are shown while the run goes on, since a browser gets them anew many times a second; afterwards all are.</summary>
    public const int MostWhileLive = 50;

    public const double Width = 360, LabelWidth = 112, BarHeight = 14;

    const double RowHeight = 20, ShortestBar = 3;
    const int LongestLabel = 17;

    public double Height => Bars.Count * RowHeight;

    public static Timeline Of(RunView view, bool isSwap = false)
    {
        var (nodes, run) = (Shown(view), view.Run);
        var length = Math.Max(1, ((run.FinishedAt ?? run.LastAt) - run.StartedAt).TotalMilliseconds);
        double Place(DateTimeOffset moment) =>
            LabelWidth + (moment - run.StartedAt).TotalMilliseconds / length * (Width - LabelWidth - ShortestBar);
        var bars = nodes.Where(node => node.State.StartedAt is not null).OrderBy(node => node.State.StartedAt).Select((node, row) =>
        {
            var (from, to) = (Place(node.State.StartedAt!.Value), Place(node.State.FinishedAt ?? run.LastAt));
            return new TimelineBar(Shorten(node.Node.Label), node.State.Status, from, row * RowHeight + (RowHeight - BarHeight) / 2, Math.Max(ShortestBar, to - from));
        });
        return new(nodes, [.. bars], view.Flow.Steps.Count, run, isSwap);
    }

    /// <summary>Of a large flow that runs, the nodes that are under way and those that ended last.</summary>
    static (FlowNode Node, NodeState State)[] Shown(RunView view)
    {
        if (view.Run.IsFinished || view.Flow.Steps.Count <= MostWhileLive)
            return [.. view.Nodes];
        var started = view.Nodes.Where(node => node.State.StartedAt is not null);
        var newest = started.OrderByDescending(node => node.State.FinishedAt ?? DateTimeOffset.MaxValue).Take(MostWhileLive).Select(node => node.Node.Id).ToHashSet();
        return [.. view.Nodes.Where(node => newest.Contains(node.Node.Id))];
    }

    static string Shorten(string label) => label.Length <= LongestLabel ? label : label[..(LongestLabel - 1)].TrimEnd() + "…";
}
