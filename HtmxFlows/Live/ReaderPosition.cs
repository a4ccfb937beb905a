using System.Collections.Immutable;
using HtmxFlows.Runs;

namespace HtmxFlows.Live;

/// <summary>What a reader that is not the run page has been given, and the policy of its stream. Pure, so that the loop that reads is dull.</summary>
/// <param name="Cursor">The number of the last event that it has.</param>
public sealed record ReaderPosition(long Cursor)
{
    // None at first, so that the reader is given the beginning of the answer at once.
    int? Heartbeats { get; init; }

    ImmutableDictionary<string, NodeProgress> Progress { get; init; } = ImmutableDictionary<string, NodeProgress>.Empty;

    /// <summary>Decides what the reader is given now.</summary>
    public ReaderNext Next(ReaderOffer offer)
    {
        var after = new ReaderPosition(offer.Entries is [.., var last] ? last.Event.Seq : Cursor) { Heartbeats = offer.Feed.Heartbeats, Progress = offer.Progress };
        var news = new RunNews(offer.Entries, [.. Further(offer)], offer.Feed.IsFinished && after.Cursor >= offer.Feed.Last);
        return new(!news.IsEmpty || news.IsEnd || Heartbeats != offer.Feed.Heartbeats ? news : null, after);
    }

    /// <summary>The progress of the nodes that are still at work after the entries.</summary>
    IEnumerable<NodeFurther> Further(ReaderOffer offer) => ReferenceEquals(Progress, offer.Progress) ? []
        : offer.Progress.Where(node => Progress.GetValueOrDefault(node.Key) != node.Value && (offer.Entries is not [.., var last] || IsAtWork(last.After.Run, node.Key)))
            .Select(node => new NodeFurther(node.Key, node.Value, Progress.GetValueOrDefault(node.Key)));

    static bool IsAtWork(RunState run, string node) => !run.IsFinished && run.Node(node).Status is (NodeStatus.Running or NodeStatus.Waiting);
}
