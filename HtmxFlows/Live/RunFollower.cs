using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using HtmxFlows.Runs;
using HtmxFlows.Views;

namespace HtmxFlows.Live;

/// <summary>Follows a run entry by entry, for readers that are not the run page: a log, JSON, text.</summary>
public sealed class RunFollower(RunFeeds feeds, IHostApplicationLifetime lifetime)
{
    /// <summary>
    /// The entries after a number: those that there are, then those that come, until the run has ended, the reader has gone or the
    /// server stops. An empty list means that nothing happened for a while, and that a sign of life is due.
    /// </summary>
    /// <returns>Null if there is no such run.</returns>
    public IAsyncEnumerable<IReadOnlyList<LogEntry>>? Follow(Guid run, long after, CancellationToken reader) =>
        News(run, after, withProgress: false, reader)?.Select(news => news.Entries);

    /// <summary>The same, with the progress of nodes between the entries if the reader wants it.</summary>
    /// <inheritdoc cref="Follow" path="/returns"/>
    public IAsyncEnumerable<RunNews>? News(Guid run, long after, bool withProgress, CancellationToken reader) =>
        feeds.Open(run) is { } watch ? News(watch, new(after), withProgress, reader) : null;

    async IAsyncEnumerable<RunNews> News(RunFeeds.Watch watch, ReaderPosition position, bool withProgress, [EnumeratorCancellation] CancellationToken reader)
    {
        using var owned = watch;
        while (!reader.IsCancellationRequested && !lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // The signal first, and then what the feed offers: whatever happens in between ends the wait.
            var changed = watch.Feed.Changed;
            (var news, position) = position.Next(Offer(watch.Feed, position.Cursor, withProgress));
            if (news is not null)
                yield return news;
            if (news is { IsEnd: true })
                yield break;
            await changed;
        }
    }

    static ReaderOffer Offer(RunFeed feed, long cursor, bool withProgress) =>
        new(withProgress ? feed.ProgressOfNodes : ImmutableDictionary<string, NodeProgress>.Empty, feed.EntriesAfter(cursor), feed.Offer);
}
