using System.Collections.Immutable;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;
using HtmxFlows.Web;
using HtmxFlows.Workflows;

namespace HtmxFlows.Live;

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

/// <summary>A journal entry, as the log shows it.</summary>
/// <param name="After">The run right after the event.</param>
public sealed record LogEntry(RunEvent Event, RunView After)
{
    /// <summary>The node that the event is about, or null.</summary>
    public FlowNode? Node { get; } =
        Event is NodeEvent about ? After.Flow.Nodes.FirstOrDefault(node => node.Id == about.NodeId) ?? new(about.NodeId, "", about.NodeId, Data.Json.EmptyObject) : null;

    public NodeState State => After.Run.Node(Node!.Id);

    /// <summary>How many attempts the node has, the first included.</summary>
    public int Attempts => NodeSettings.Read(Node!.Data).Settings.Retries + 1;

    /// <summary>The event ends the waiting of a node that had asked a person.</summary>
    public bool HasAsked { get; init; }

    /// <summary>The event is about a node that had said something already.</summary>
    public bool HasSaid { get; init; }

    /// <summary>The entries of a whole journal.</summary>
    public static IReadOnlyList<LogEntry> Of(Guid run, IReadOnlyList<RunEvent> events, Flow flow)
    {
        var state = new RunState(run);
        List<LogEntry> entries = [];
        foreach (var next in events)
        {
            entries.Add(Next(new(state, flow), next));
            state = entries[^1].After.Run;
        }
        return entries;
    }

    /// <summary>The entry of the event that comes after a state.</summary>
    public static LogEntry Next(RunView before, RunEvent next) =>
        new(next, before with { Run = before.Run.Apply(next), Progress = next is NodeEvent done ? before.Progress.Remove(done.NodeId) : before.Progress })
        {
            HasAsked = next is NodeEvent about && before.Run.Node(about.NodeId).Question is not null,
            HasSaid = next is NodeEvent said && before.Progress.GetValueOrDefault(said.NodeId)?.Said is not null,
        };
}

/// <summary>The log of a run as it stands.</summary>
/// <param name="Entries">All of them, or at least those that a page shows.</param>
public sealed record RunLog(RunView View, IReadOnlyList<LogEntry> Entries)
{
    /// <summary>How many entries a page shows, so that a browser can bear a long run: the newest; the others are a link away.</summary>
    public const int MostShown = 500;

    /// <summary>How many it shows while more come than can be read.</summary>
    public const int MostGlimpsed = 100;

    // A browser draws so many nodes again twice a second; more of them are drawn when the burst is over.
    const int MostInGlimpse = 200;

    public IEnumerable<LogEntry> Newest => Entries.TakeLast(View.Shown);

    /// <summary>Whether the picture is drawn with the log.</summary>
    public bool HasPicture => View.Shown == MostShown || View.Flow.Nodes.Count <= MostInGlimpse;
}

/// <summary>The link to the entries that the page does not show any more, if there are any.</summary>
/// <param name="IsSwap">It replaces the one on the page.</param>
public sealed record EarlierEntries(RunView View, bool IsSwap = false)
{
    public Guid Run => View.Run.Id;

    /// <summary>The number of the first entry that is shown, or null if that is all.</summary>
    public long? Before => View.Run.LastSeq > View.Shown ? View.Run.LastSeq - View.Shown + 1 : null;
}

/// <summary>Reads runs for those who watch them.</summary>
public sealed class RunReader(Journal journal, RunStore runs, WorkflowStore workflows)
{
    /// <summary>The run with its whole log, or null if there is no such run.</summary>
    public RunLog? Find(Guid id)
    {
        var events = journal.Read(id);
        if (events is not [WorkflowStarted started, ..])
            return null;
        // There is none if the workflow has been deleted, whose runs may be in the database for a while.
        if (workflows.FindFlow(started.Workflow, started.Version) is not { } flow)
            return null;
        var entries = LogEntry.Of(id, events, flow);
        return new(entries[^1].After with { Progress = Progress(entries[^1].After.Run) }, entries);
    }

    ImmutableDictionary<string, NodeProgress> Progress(RunState run) => run.Nodes
        .Where(node => node.Value is { Status: NodeStatus.Waiting, Calls: not null })
        .ToImmutableDictionary(node => node.Key, node => Progress(node.Value.Calls!));

    NodeProgress Progress(Calls calls) =>
        new(runs.Statuses(calls.Runs.Select(call => call.Run)).Values.Count(status => status.IsFinal()), calls.Runs.Count);
}
