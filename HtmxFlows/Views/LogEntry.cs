using HtmxFlows.Nodes;
using HtmxFlows.Runs;
using HtmxFlows.Workflows;

namespace HtmxFlows.Views;

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

    /// <summary>The entries of the events that come after a state.</summary>
    public static IReadOnlyList<LogEntry> Of(RunView before, IEnumerable<RunEvent> events)
    {
        List<LogEntry> entries = [];
        foreach (var next in events)
            entries.Add(Next(entries is [.., var last] ? last.After : before, next));
        return entries;
    }

    /// <summary>The entry of the event that comes after a state.</summary>
    public static LogEntry Next(RunView before, RunEvent next) =>
        new(next, before.After(next))
        {
            HasAsked = next is NodeEvent about && before.Run.Node(about.NodeId).Question is not null,
            HasSaid = next is NodeEvent said && before.Progress.GetValueOrDefault(said.NodeId)?.Said is not null,
        };
}
