using HtmxFlows.Runs;

namespace HtmxFlows.Live;

/// <summary>What a feed was sent and has not taken yet. Not thread-safe.</summary>
public sealed class FeedArrivals
{
    readonly List<RunEvent> events = [];
    readonly Dictionary<string, NodeProgress> progress = [];

    /// <summary>Adds durable events. Earlier progress of their nodes is out of date.</summary>
    public void Add(IReadOnlyList<RunEvent> durable)
    {
        events.AddRange(durable);
        foreach (var about in durable.OfType<NodeEvent>())
            progress.Remove(about.NodeId);
    }

    /// <summary>Adds the progress of a node after the events that were added before.</summary>
    public void Add(string node, NodeProgress now) => progress[node] = now;

    /// <summary>Takes everything: the events in order, and then the progress of nodes since.</summary>
    public void Take(Action<RunEvent> takeEvent, Action<string, NodeProgress> takeProgress)
    {
        events.ForEach(takeEvent);
        foreach (var (node, now) in progress)
            takeProgress(node, now);
        events.Clear();
        progress.Clear();
    }
}
