using System.Collections.Immutable;
using HtmxFlows.Runs;
using HtmxFlows.Workflows;

namespace HtmxFlows.Views;

/// <summary>What the fragments of a run are drawn from: its state, and the flow that it runs.</summary>
public sealed record RunView(RunState Run, Flow Flow)
{
    /// <summary>How many nodes one event replaces: the cost of swaps out of band grows with the square of their number.</summary>
    public const int MostProgress = 20;

    /// <summary>How many entries the page shows, the newest; the others are a link away.</summary>
    public int Shown { get; init; } = RunLog.MostShown;

    /// <summary>How far those nodes have come that wait for runs, as far as it is known.</summary>
    public ImmutableDictionary<string, NodeProgress> Progress { get; init; } = ImmutableDictionary<string, NodeProgress>.Empty;

    /// <summary>The nodes that run.</summary>
    public IEnumerable<(FlowNode Node, NodeState State)> Nodes => Flow.Steps.Select(node => (node, Run.Node(node.Id)));

    /// <summary>How many nodes have ended, in whatever way.</summary>
    public int Decided => Nodes.Count(node => node.State.IsDecided);

    /// <summary>Says how many nodes came how far: 3 of 5 nodes, 1 skipped.</summary>
    public string Summary
    {
        get
        {
            var counts = Nodes.CountBy(node => node.State.Status).ToDictionary();
            var parts = new[] { NodeStatus.Failed, NodeStatus.Skipped, NodeStatus.Cancelled, NodeStatus.Waiting }
                .Where(counts.ContainsKey).Select(status => Words.Invariant($"{counts[status]} {status.Word()}"));
            return string.Join(", ", parts.Prepend(Words.Invariant($"{counts.GetValueOrDefault(NodeStatus.Completed)} of {Words.Count(Flow.Steps.Count, "node")}")));
        }
    }
}
