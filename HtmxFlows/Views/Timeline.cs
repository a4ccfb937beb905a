using HtmxFlows.Runs;
using HtmxFlows.Workflows;

namespace HtmxFlows.Views;

/// <summary>Which node ran when, drawn from the run's state alone: up to its last event, so that it is the same for every viewer at any time.</summary>
/// <param name="Bars">The nodes that have started, in that order.</param>
/// <param name="Shown">How many nodes are considered.</param>
/// <param name="All">How many there are.</param>
public sealed record Timeline(IReadOnlyList<TimelineBar> Bars, int Shown, int All)
{
    /// <summary>How many nodes are shown: what a person reads, and what a browser can replace each second. All are on a page of their own.</summary>
    public const int MostShown = 50;

    /// <summary>The width of a bar that can still be seen, as a percentage.</summary>
    const double Shortest = 1;

    public static Timeline Of(RunView view)
    {
        var (nodes, run) = (Choose(view), view.Run);
        var length = Math.Max(1, ((run.FinishedAt ?? run.LastAt) - run.StartedAt).TotalMilliseconds);
        double Place(DateTimeOffset moment) => (moment - run.StartedAt).TotalMilliseconds / length * (100 - Shortest);
        var bars = nodes.Where(node => node.State.StartedAt is not null).OrderBy(node => node.State.StartedAt).Select(node =>
        {
            var (from, to) = (Place(node.State.StartedAt!.Value), Place(node.State.FinishedAt ?? run.LastAt));
            return new TimelineBar(node.Node, node.State, from, Math.Max(Shortest, to - from));
        });
        return new([.. bars], nodes.Length, view.Flow.Steps.Count);
    }

    /// <summary>Of a large flow, the nodes that are under way, those that failed, and those that ended last.</summary>
    static (FlowNode Node, NodeState State)[] Choose(RunView view)
    {
        if (view.Flow.Steps.Count <= MostShown)
            return [.. view.Nodes];
        var begun = view.Nodes.Where(node => node.State.Status != NodeStatus.Pending);
        var first = begun.OrderByDescending(Urgency).ThenByDescending(node => node.State.FinishedAt).Take(MostShown).Select(node => node.Node.Id).ToHashSet();
        return [.. view.Nodes.Where(node => first.Contains(node.Node.Id))];
    }

    static int Urgency((FlowNode, NodeState State) node) => node.State switch { { IsDecided: false } => 2, { Status: NodeStatus.Failed } => 1, _ => 0 };
}
