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

    /// <summary>The node right before the event; null if the event is about no node.</summary>
    public NodeState? Before { get; init; }

    /// <summary>What the node had asked a person until the event; null if nothing.</summary>
    public Question? Asked => Before?.Question is { } question && State.Question is null ? question : null;

    /// <summary>How long the node has worked and waited when it ends; null if it has not ended, or has not started in this run.</summary>
    public TimeSpan? Duration => Node is not null && State is { StartedAt: { } from, FinishedAt: { } to } ? to - from : null;

    /// <summary>The time from the start of the run to the event.</summary>
    public TimeSpan Since => Event.At - After.Run.StartedAt;

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
        new(next, before.After(next)) { Before = next is NodeEvent about ? before.Run.Node(about.NodeId) : null };
}
