using System.Runtime.CompilerServices;

namespace HtmxFlows.Live;

/// <summary>Follows a run entry by entry, for readers that are not the run page: a log, JSON, text.</summary>
public sealed class RunFollower(RunFeeds feeds, IHostApplicationLifetime lifetime)
{
    /// <summary>
    /// The entries after a number: those that there are, then those that come, until the run has ended, the reader has gone or the
    /// server stops. An empty list says that nothing happened for a while, so that the reader can be sent something.
    /// </summary>
    /// <returns>Null if there is no such run.</returns>
    public IAsyncEnumerable<IReadOnlyList<LogEntry>>? Follow(Guid run, long after, CancellationToken reader)
    {
        var watch = feeds.Open(run);
        return watch is null ? null : Entries(watch, after, reader);
    }

    async IAsyncEnumerable<IReadOnlyList<LogEntry>> Entries(RunFeeds.Watch watch, long cursor, [EnumeratorCancellation] CancellationToken reader)
    {
        using var owned = watch;
        // None at first, so that the reader is given the beginning of the answer at once.
        int? beats = null;
        // The signal first, and then the look at what there is to do: whatever happens in between ends the wait.
        for (var changed = watch.Feed.Changed; !reader.IsCancellationRequested && !lifetime.ApplicationStopping.IsCancellationRequested; changed = watch.Feed.Changed)
        {
            var entries = watch.Feed.EntriesAfter(cursor);
            if (entries is [.., var last])
                cursor = last.Event.Seq;
            var isEnd = watch.Feed.IsFinished && cursor >= watch.Feed.Last;
            // Not when the feed gives out what is no entry.
            var isBeat = beats != (beats = watch.Feed.Beats);
            if (entries.Count > 0 || isEnd || isBeat)
                yield return entries;
            if (isEnd)
                yield break;
            await changed;
        }
    }
}
