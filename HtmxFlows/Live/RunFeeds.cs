using HtmxFlows.Runs;

namespace HtmxFlows.Live;

/// <summary>The feeds of the runs that are watched now. A run without viewers has none, and costs nothing.</summary>
public sealed class RunFeeds : IDisposable
{
    /// <summary>A quiet stream sends a sign of life this often, so that proxies and people know that it is open.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    readonly Lock gate = new();
    readonly Dictionary<Guid, RunFeed> feeds = [];
    readonly Journal journal;
    readonly RunProgress progress;
    readonly RunReader reader;
    readonly RunFrames frames;
    readonly TimeProvider time;
    readonly ITimer heartbeat;
    readonly CancellationTokenRegistration stopping;

    public RunFeeds(Journal journal, RunProgress progress, RunReader reader, RunFrames frames, TimeProvider time, IHostApplicationLifetime lifetime)
    {
        (this.journal, this.progress, this.reader, this.frames, this.time) = (journal, progress, reader, frames, time);
        journal.Committed += Publish;
        progress.Reported += Publish;
        heartbeat = time.CreateTimer(_ => All().ForEach(feed => feed.Beat()), null, Heartbeat, Heartbeat);
        // Viewers look at this token when they are woken.
        stopping = lifetime.ApplicationStopping.Register(WakeAll);
    }

    /// <summary>How many viewers there are, of all runs together.</summary>
    public int Viewers
    {
        get
        {
            lock (gate)
                return feeds.Values.Sum(feed => feed.Viewers);
        }
    }

    /// <summary>Begins to watch a run; dispose of the answer to stop. Null if there is no such run.</summary>
    public Watch? Open(Guid run)
    {
        RunFeed feed;
        lock (gate)
        {
            if (!feeds.TryGetValue(run, out feed!))
                feeds[run] = feed = new(run, reader, frames, time);
            feed.Viewers++;
        }
        var exists = false;
        try
        {
            exists = feed.Exists;
        }
        finally
        {
            if (!exists)
                Close(run, feed);
        }
        return exists ? new(this, run, feed) : null;
    }

    /// <summary>Wakes every viewer to check whether it should continue.</summary>
    public void WakeAll() => All().ForEach(feed => feed.Wake());

    List<RunFeed> All()
    {
        lock (gate)
            return [.. feeds.Values];
    }

    void Publish(Guid run, string node, NodeProgress now)
    {
        lock (gate)
        {
            if (feeds.TryGetValue(run, out var feed))
                feed.Publish(node, now);
        }
    }

    void Publish(Guid run, IReadOnlyList<RunEvent> events)
    {
        lock (gate)
        {
            if (feeds.TryGetValue(run, out var feed))
                feed.Publish(events);
        }
    }

    /// <summary>Drops a feed without viewers, and one that could not be read: the next viewer reloads it.</summary>
    void Close(Guid run, RunFeed feed)
    {
        lock (gate)
        {
            if ((--feed.Viewers == 0 || !feed.IsLoaded) && feeds.GetValueOrDefault(run) == feed)
                feeds.Remove(run);
        }
    }

    public void Dispose()
    {
        journal.Committed -= Publish;
        progress.Reported -= Publish;
        heartbeat.Dispose();
        stopping.Dispose();
    }

    /// <summary>One viewer's hold on a feed.</summary>
    public sealed class Watch(RunFeeds feeds, Guid run, RunFeed feed) : IDisposable
    {
        public RunFeed Feed { get; } = feed;

        public void Dispose() => feeds.Close(run, Feed);
    }
}
