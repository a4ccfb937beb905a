using System.Collections.Immutable;
using HtmxFlows.Data;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;
using HtmxFlows.Workflows;

namespace HtmxFlows.Views;

/// <summary>What the fragments of a run are drawn from: its state, and the flow that it runs.</summary>
public sealed record RunView(RunState Run, Flow Flow)
{
    /// <summary>How many nodes one event replaces: the cost of swaps out of band grows with the square of their number.</summary>
    public const int MostProgress = 20;

    const int LongestTitle = 40;

    /// <summary>How many entries the page shows, the newest; the others are a link away.</summary>
    public int Shown { get; init; } = RunLog.MostShown;

    /// <summary>The progress of the nodes that wait for runs or work on items, as far as it is known.</summary>
    public ImmutableDictionary<string, NodeProgress> Progress { get; init; } = ImmutableDictionary<string, NodeProgress>.Empty;

    /// <summary>The progress of a node that the run's state has; null if it has none.</summary>
    public NodeProgress? ProgressOf(string id, NodeState node) =>
        node is { Status: NodeStatus.Running, Items: { } items } ? new(items.Outputs.Count, items.Total, Cells: CellsOf(id, items)) : null;

    string CellsOf(string id, FinishedItems items)
    {
        var each = Flow.Nodes.FirstOrDefault(node => node.Id == id) is { } known ? NodeSettings.Read(known.Data).Settings.Each : null;
        return ItemCells.InOrder(items.Total, each?.Parallel ?? 1, index => items.Outputs.TryGetValue(index, out var output) ? ItemCells.EndOf(output) : null);
    }

    /// <summary>The run's status as people see it: while other runs work for it, it is at work.</summary>
    public RunStatus Status => Run.Status == RunStatus.Waiting && Run.Nodes.Values.Any(node => node.Shown == NodeStatus.Running) ? RunStatus.Running : Run.Status;

    /// <summary>The title of the run's page: its status as a sign, and the beginning of its prompt.</summary>
    public string Title => $"{Words.Sign(Status)} {(string.IsNullOrWhiteSpace(Run.Prompt) ? "Run" : Gist.Of(Json.Text(Data.Excerpt.Start(Run.Prompt, LongestTitle))))}";

    /// <summary>The nodes that are at work, or wait.</summary>
    public IEnumerable<(FlowNode Node, NodeState State)> Active => Run.IsFinished ? [] : Nodes.Where(node => node.State.Status is NodeStatus.Running or NodeStatus.Waiting);

    /// <summary>The steps and the time of a run that has ended: 6 steps · 3.1 s.</summary>
    public string Steps => $"{Words.Count(Nodes.Count(node => node.State.Status is not (NodeStatus.Pending or NodeStatus.Skipped)), "step")} · {Words.Duration(Run.FinishedAt!.Value - Run.StartedAt)}";

    /// <summary>The view after one more event. It ends the progress that was reported of its node before.</summary>
    public RunView After(RunEvent next)
    {
        var run = Run.Apply(next);
        return next is not NodeEvent { NodeId: var id } ? this with { Run = run }
            : this with { Run = run, Progress = ProgressOf(id, run.Node(id)) is { } progress ? Progress.SetItem(id, progress) : Progress.Remove(id) };
    }

    /// <summary>The nodes that run.</summary>
    public IEnumerable<(FlowNode Node, NodeState State)> Nodes => Flow.Steps.Select(node => (node, Run.Node(node.Id)));

    /// <summary>How many nodes have ended, in whatever way.</summary>
    public int Decided => Nodes.Count(node => node.State.IsDecided);

    /// <summary>Says how many nodes came how far: 3 of 5 nodes, 1 skipped.</summary>
    public string Summary
    {
        get
        {
            var counts = Nodes.CountBy(node => node.State.Shown).ToDictionary();
            var parts = new[] { NodeStatus.Failed, NodeStatus.Skipped, NodeStatus.Cancelled, NodeStatus.Waiting }
                .Where(counts.ContainsKey).Select(status => Words.Invariant($"{counts[status]} {status.Word()}"));
            return string.Join(", ", parts.Prepend(Words.Invariant($"{counts.GetValueOrDefault(NodeStatus.Completed)} of {Words.Count(Flow.Steps.Count, "node")}")));
        }
    }
}
