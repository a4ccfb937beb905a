using HtmxFlows.Runs;
using HtmxFlows.Workflows;

namespace HtmxFlows.Live;

/// <summary>A node's time as a bar; lengths in the units of the picture.</summary>
/// <param name="TextX">Where its label stands: behind it, or before it where there is no room.</param>
public sealed record TimelineBar(string Label, NodeStatus Status, double X, double Y, double Width, double TextX, string Anchor);

/// <summary>Who ran when, drawn from the run's state alone: up to its last event, so that it is the same for everybody and for ever.</summary>
public sealed record Timeline(IReadOnlyList<(FlowNode Node, NodeState State)> Nodes, IReadOnlyList<TimelineBar> Bars, bool IsSwap)
{
    public const double Width = 360, BarHeight = 14;

    const double RowHeight = 20, ShortestBar = 3, LetterWidth = 6.5, LabelGap = 5;

    public double Height => Bars.Count * RowHeight;

    public static Timeline Of(RunView view, bool isSwap = false)
    {
        var run = view.Run;
        var length = Math.Max(1, ((run.FinishedAt ?? run.LastAt) - run.StartedAt).TotalMilliseconds);
        var started = view.Nodes.Where(node => node.State.StartedAt is not null).OrderBy(node => node.State.StartedAt).ToArray();
        var bars = started.Select((node, row) => Bar(node.Node, node.State, row * RowHeight + (RowHeight - BarHeight) / 2,
            moment => (moment - run.StartedAt).TotalMilliseconds / length * (Width - ShortestBar), run.LastAt));
        return new([.. view.Nodes], [.. bars], isSwap);
    }

    static TimelineBar Bar(FlowNode node, NodeState state, double y, Func<DateTimeOffset, double> place, DateTimeOffset now)
    {
        var (from, to) = (place(state.StartedAt!.Value), place(state.FinishedAt ?? now));
        var end = from + Math.Max(ShortestBar, to - from);
        var fits = end + LabelGap + node.Label.Length * LetterWidth <= Width;
        return new(node.Label, state.Status, from, y, end - from, fits ? end + LabelGap : Math.Max(from - LabelGap, node.Label.Length * LetterWidth), fits ? "start" : "end");
    }
}
