using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using HtmxFlows.Runs;
using HtmxFlows.Views;

namespace HtmxFlows.Live;

/// <summary>What a reader of a run is given at once. Nothing in it says that nothing happened for a while, so that the reader can be sent something.</summary>
/// <param name="Entries">The entries since, in order.</param>
/// <param name="Further">The nodes that have come further since.</param>
public sealed record RunNews(IReadOnlyList<LogEntry> Entries, IReadOnlyList<NodeFurther> Further);

/// <summary>How far a node has come.</summary>
/// <param name="Before">The progress that the reader had before; null if none.</param>
public sealed record NodeFurther(string Node, NodeProgress Now, NodeProgress? Before);

/// <summary>Follows a run entry by entry, for readers that are not the run page: a log, JSON, text.</summary>
public sealed class RunFollower(RunFeeds feeds, IHostApplicationLifetime lifetime)
{
    /// <summary>
    /// The entries after a number: those that there are, then those that come, until the run has ended, the reader has gone or the
    /// server stops. An empty list says that nothing happened for a while, so that the reader can be sent something.
    /// </summary>
    /// <returns>Null if there is no such run.</returns>
    public IAsyncEnumerable<IReadOnlyList<LogEntry>>? Follow(Guid run, long after, CancellationToken reader) =>
        feeds.Open(run) is { } watch ? News(watch, after, withProgress: false, reader).Select(news => news.Entries) : null;

    /// <summary>The same, and between the entries how far nodes have come.</summary>
    /// <inheritdoc cref="Follow" path="/returns"/>
    public IAsyncEnumerable<RunNews>? FollowWithProgress(Guid run, long after, CancellationToken reader) =>
        feeds.Open(run) is { } watch ? News(watch, after, withProgress: true, reader) : null;

    async IAsyncEnumerable<RunNews> News(RunFeeds.Watch watch, long cursor, bool withProgress, [EnumeratorCancellation] CancellationToken reader)
    {
        using var owned = watch;
        // None at first, so that the reader is given the beginning of the answer at once.
        int? beats = null;
        var told = ImmutableDictionary<string, NodeProgress>.Empty;
        // The signal first, and then the look at what there is to do: whatever happens in between ends the wait.
        for (var changed = watch.Feed.Changed; !reader.IsCancellationRequested && !lifetime.ApplicationStopping.IsCancellationRequested; changed = watch.Feed.Changed)
        {
            // Before the entries: progress after them is reported later, and never progress of a node after its end.
            var come = withProgress ? watch.Feed.Come : told;
            var entries = watch.Feed.EntriesAfter(cursor);
            if (entries is [.., var last])
                cursor = last.Event.Seq;
            var isEnd = watch.Feed.IsFinished && cursor >= watch.Feed.Last;
            // Not when the feed gives out what is no entry.
            var isBeat = beats != (beats = watch.Feed.Heartbeats);
            NodeFurther[] further = [.. Further(told, come, entries)];
            told = come;
            if (entries.Count > 0 || further.Length > 0 || isEnd || isBeat)
                yield return new(entries, further);
            if (isEnd)
                yield break;
            await changed;
        }
    }

    /// <summary>What nodes have come to that are still at work after the entries.</summary>
    static IEnumerable<NodeFurther> Further(ImmutableDictionary<string, NodeProgress> told, ImmutableDictionary<string, NodeProgress> come, IReadOnlyList<LogEntry> entries) =>
        ReferenceEquals(told, come) ? []
        : come.Where(node => told.GetValueOrDefault(node.Key) != node.Value && (entries is not [.., var last] || IsAtWork(last.After.Run, node.Key)))
            .Select(node => new NodeFurther(node.Key, node.Value, told.GetValueOrDefault(node.Key)));

    static bool IsAtWork(RunState run, string node) => !run.IsFinished && run.Node(node).Status is (NodeStatus.Running or NodeStatus.Waiting);
}
