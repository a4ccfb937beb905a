using HtmxFlows.Runs;
using HtmxFlows.Workflows;

namespace HtmxFlows.Views;

/// <summary>Who ran when, drawn from the run's state alone: up to its last event, so that it is the same for everyone at any time.</summary>
/// <param name="Nodes">Those that are shown, in the flow's order.</param>
/// <param name="All">How many there are.</param>
public sealed record Timeline(IReadOnlyList<(FlowNode Node, NodeState State)> Nodes, IReadOnlyList<TimelineBar> Bars, int All)
{
    /// <summary>How many nodes are shown: what a person reads, and a browser bears to get anew each second. All are on a page of their own.</summary>
    public const int MostShown = 50;

    public const double Width = 360;

    // The height of a bar, and so of its track, is in the style sheet.
    const double LabelWidth = 112, RowHeight = 20, BarHeight = 14, ShortestBar = 3;
    const int LongestLabel = 17;

    public double Height => Bars.Count * RowHeight;

    /// <summary>What lies behind the bars, as one way through all rows.</summary>
    public string Tracks => string.Concat(Bars.Select(bar => $"M{Svg.Number(LabelWidth)} {Svg.Number(bar.Y + BarHeight / 2)}h{Svg.Number(Width - LabelWidth)}"));

    public static Timeline Of(RunView view)
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
        return new(nodes, [.. bars], view.Flow.Steps.Count);
    }

    /// <summary>Of a large flow, the nodes that are under way, those that failed, and those that ended last.</summary>
    static (FlowNode Node, NodeState State)[] Shown(RunView view)
    {
        if (view.Flow.Steps.Count <= MostShown)
            return [.. view.Nodes];
        var begun = view.Nodes.Where(node => node.State.Status != NodeStatus.Pending);
        var first = begun.OrderByDescending(Urgency).ThenByDescending(node => node.State.FinishedAt).Take(MostShown).Select(node => node.Node.Id).ToHashSet();
        return [.. view.Nodes.Where(node => first.Contains(node.Node.Id))];
    }

    static int Urgency((FlowNode, NodeState State) node) => node.State switch { { IsDecided: false } => 2, { Status: NodeStatus.Failed } => 1, _ => 0 };

    static string Shorten(string label) => label.Length <= LongestLabel ? label : Data.Excerpt.Of(label, LongestLabel - 1);
}
