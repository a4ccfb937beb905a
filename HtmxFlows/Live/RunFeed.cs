using System.Collections.Immutable;
using HtmxFlows.Runs;
using HtmxFlows.Views;

namespace HtmxFlows.Live;

/// <summary>
/// A watched run. It holds the newest events as a ring of frames, each made once, when the first viewer needs it,
/// and shared by all. A viewer is a cursor into the ring and a wait on <see cref="Changed"/>; one that has fallen behind the ring
/// is served from the journal.
/// </summary>
public sealed class RunFeed
{
    /// <summary>How many events are held: more than a page shows, since a snapshot is drawn from them.</summary>
    public const int RingSize = 512;

    // Events of a burst are sent together: viewers are woken at most this often.
    static readonly TimeSpan BetweenPulses = TimeSpan.FromMilliseconds(50);

    // The timeline is the heaviest part of the page, and once a second is as fast as a person reads it.
    static readonly TimeSpan BetweenTimelines = TimeSpan.FromSeconds(1);

    readonly Lock gate = new();
    readonly Guid run;
    readonly RunReader reader;
    readonly FeedRing ring;
    readonly FeedBatches batches;
    readonly FeedArrivals arrivals = new();
    readonly FeedSignal signal = new();
    readonly Lazy<bool> loaded;
    readonly Throttle pulse, redraw;
    RunView? view;
    int progressVersion, timelineVersion, heartbeats;

    internal RunFeed(Guid run, RunReader reader, RunFrames frames, TimeProvider time)
    {
        (this.run, this.reader, ring, loaded) = (run, reader, new(RingSize, frames), new(Load));
        batches = new(reader, frames, ring, () => View);
        (pulse, redraw) = (new(BetweenPulses, time, Pulse), new(BetweenTimelines, time, Redraw));
    }

    internal int Viewers { get; set; }

    /// <summary>Whether there is such a run; the first call reads the journal.</summary>
    internal bool Exists => loaded.Value;

    /// <summary>Whether the journal has been read.</summary>
    internal bool IsLoaded => loaded.IsValueCreated;

    RunView View => Volatile.Read(ref view) ?? throw new InvalidOperationException("The feed has not been loaded.");

    /// <summary>Completes when the feed offers more than it did when this property was read, or a heartbeat is due. Read it before the offer.</summary>
    public Task Changed => signal.Changed;

    /// <summary>What the feed has for viewers now.</summary>
    public FeedOffer Offer
    {
        get
        {
            // The versions first, and then the run: what a version counts is in the run that is read after it.
            var (timeline, beats, progress) = (Volatile.Read(ref timelineVersion), Volatile.Read(ref heartbeats), Volatile.Read(ref progressVersion));
            var now = View;
            return new(now.Run.LastSeq, now.Run.IsFinished, timeline, beats, progress, !now.Progress.IsEmpty);
        }
    }

    /// <summary>The number of the last event.</summary>
    public long Last => View.Run.LastSeq;

    /// <summary>The run has ended, and no event follows.</summary>
    public bool IsFinished => View.Run.IsFinished;

    /// <summary>The progress of the nodes that are running, by their ids.</summary>
    public ImmutableDictionary<string, NodeProgress> ProgressOfNodes => View.Progress;

    /// <summary>Everything after a cursor, and the panel.</summary>
    public Task<Batch> After(long cursor)
    {
        lock (gate)
            return batches.After(cursor);
    }

    /// <summary>The whole log, for a viewer whose page may be stale in a way that a cursor cannot repair.</summary>
    public Task<Batch> Snapshot() => Shared(batches => batches.Snapshot);

    /// <summary>The end of the log, for a viewer that gets another tail or a snapshot soon; the whole of it if the run has ended.</summary>
    public Task<Batch> Tail() => Shared(batches => IsFinished ? batches.Snapshot : batches.Tail);

    /// <summary>The summary of the run as it is now. (Each batch has it.)</summary>
    public Task<byte[]> Panel() => Shared(batches => batches.Panel);

    /// <summary>The timeline as it is now. (The last batch has it.)</summary>
    public Task<byte[]> Timeline() => Shared(batches => batches.Timeline);

    /// <summary>The progress of the active nodes.</summary>
    public Task<byte[]> Progress() => Shared(batches => batches.Progress);

    /// <summary>What the visitor of a public chat sees of the run.</summary>
    public Task<byte[]> Answer() => Shared(batches => batches.Answer);

    /// <summary>The open questions that the visitor of a public chat may answer.</summary>
    public Task<byte[]> Asked() => Shared(batches => batches.Asked);

    /// <summary>The entries after a cursor, in order; none if there is nothing new.</summary>
    public IReadOnlyList<LogEntry> EntriesAfter(long cursor)
    {
        FeedRing.Framed[]? held;
        long last;
        lock (gate)
            held = ring.After(cursor, last = Last);
        return held is not null ? [.. held.Select(framed => framed.Entry)] : batches.Journaled(cursor, last);
    }

    /// <summary>Takes events that are durable. Called on the writer's thread, so it only remembers them.</summary>
    internal void Publish(IReadOnlyList<RunEvent> events)
    {
        lock (gate)
        {
            arrivals.Add(events);
            AskForPulse();
        }
    }

    /// <summary>Remembers the progress of a node, until what came before it has been taken.</summary>
    internal void Publish(string node, NodeProgress progress)
    {
        lock (gate)
        {
            arrivals.Add(node, progress);
            AskForPulse();
        }
    }

    /// <summary>Wakes every viewer to send a heartbeat.</summary>
    internal void Beat()
    {
        Interlocked.Increment(ref heartbeats);
        Wake();
    }

    /// <summary>Wakes every viewer although there is nothing new.</summary>
    internal void Wake() => signal.Wake();

    Task<T> Shared<T>(Func<FeedBatches, Task<T>> get)
    {
        lock (gate)
            return get(batches);
    }

    /// <summary>Has the arrivals taken soon, or once the journal has been read. The caller holds the lock.</summary>
    void AskForPulse()
    {
        if (view is not null)
            pulse.Ask();
    }

    void Pulse()
    {
        lock (gate)
            arrivals.Take(Add, Add);
        Wake();
    }

    void Redraw()
    {
        Interlocked.Increment(ref timelineVersion);
        Wake();
    }

    /// <summary>The feed is listed before this reads, so that events committed during the read arrive; an event may be in both, and never in neither.</summary>
    bool Load()
    {
        if (reader.Log(run, RingSize) is not { } log)
            return false;
        lock (gate)
        {
            view = log.View;
            foreach (var entry in log.Entries)
                ring.Add(entry);
            arrivals.Take(Add, Add);
        }
        return true;
    }

    void Add(RunEvent next)
    {
        if (next.Seq <= Last)
            return;
        var entry = LogEntry.Next(View, next);
        view = entry.After;
        ring.Add(entry);
        batches.Forget();
        redraw.Ask();
    }

    void Add(string node, NodeProgress now)
    {
        // What the journal's reader has counted may be newer than what was reported before.
        if (View.Run.Node(node) is not ({ Calls: not null } or { Status: NodeStatus.Running }) || View.Progress.GetValueOrDefault(node)?.Done > now.Done)
            return;
        view = View with { Progress = View.Progress.SetItem(node, now) };
        batches.ForgetProgress();
        Interlocked.Increment(ref progressVersion);
    }
}
