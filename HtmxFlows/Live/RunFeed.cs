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

    /// <summary>Batches are kept for so many places at a time: viewers that keep up are all at one, and those that are late at a few more.</summary>
    const int MostBatches = 8;

    // Bursts are given out together: viewers are woken at most this often.
    static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    // The timeline is heavier than all else, and nobody reads it so often.
    static readonly TimeSpan BetweenTimelines = TimeSpan.FromSeconds(1);

    readonly Lock gate = new();
    readonly Guid run;
    readonly RunReader reader;
    readonly RunFrames frames;
    readonly Lazy<bool> loaded;
    readonly Throttle pulse, redraw;
    readonly AsyncCache<byte[]> panel, timeline, progress;
    readonly AsyncCache<Batch> snapshot, tail;
    readonly Queue<Entry> ring = new(RingSize);
    readonly List<RunEvent> arrived = [];
    readonly Dictionary<string, NodeProgress> come = [];
    readonly Dictionary<long, AsyncCache<Batch>> batches = [];
    RunView? view;
    TaskCompletionSource changed = NewSignal();
    int progressed, redrawn, beats;

    internal RunFeed(Guid run, RunReader reader, RunFrames frames, TimeProvider time)
    {
        (this.run, this.reader, this.frames, loaded) = (run, reader, frames, new(Load));
        (pulse, redraw) = (new(Pace, time, Pulse), new(BetweenTimelines, time, Redraw));
        (panel, timeline, progress) = (new(() => frames.Panel(View)), new(() => frames.Timeline(View)), new(() => frames.Progress(View)));
        (snapshot, tail) = (new(() => Draw(View)), new(() => Draw(View with { Shown = RunLog.MostInTail })));
    }

    sealed record Entry(LogEntry Log, AsyncCache<byte[]> Frame);

    internal int Viewers { get; set; }

    /// <summary>Whether there is such a run; the first to ask has the journal read.</summary>
    internal bool Exists => loaded.Value;

    /// <summary>Whether the journal has been read.</summary>
    internal bool IsLoaded => loaded.IsValueCreated;

    RunView View => view ?? throw new InvalidOperationException("The feed has not been loaded.");

    /// <summary>Ends when there is more to give than there was when this property was read, or a heartbeat is due. Read it before asking for a batch.</summary>
    public Task Changed => Volatile.Read(ref changed).Task;

    /// <summary>The number of the last event.</summary>
    public long Last => Volatile.Read(ref view)!.Run.LastSeq;

    /// <summary>The run has ended, and nothing more will come.</summary>
    public bool IsFinished => Volatile.Read(ref view)!.Run.IsFinished;

    /// <summary>Everything after a cursor; null if there is nothing and the run has not ended.</summary>
    public Task<Batch>? After(long cursor)
    {
        // Before the lock, because most callers are waiting viewers that have just received something.
        if (cursor >= Last && !IsFinished)
            return null;
        lock (gate)
        {
            if (batches.TryGetValue(cursor, out var known))
                return known.Get();
            if (batches.Count == MostBatches)
                batches.Clear();
            return (batches[cursor] = new(() => MakeBatch(cursor, View))).Get();
        }
    }

    /// <summary>The whole log, for a viewer whose page may be stale in a way that a cursor cannot repair.</summary>
    public Task<Batch> Snapshot()
    {
        lock (gate)
            return snapshot.Get();
    }

    /// <summary>The end of the log, for a viewer that gets another such look or a snapshot soon; the whole of it if the run has ended.</summary>
    public Task<Batch> Tail()
    {
        lock (gate)
            return View.Run.IsFinished ? snapshot.Get() : tail.Get();
    }

    Task<Batch> Draw(RunView drawn) => frames.Snapshot(new(drawn, [.. ring.Select(entry => entry.Log)]));

    /// <summary>The entries after a cursor, in order; none if there is nothing new.</summary>
    public IReadOnlyList<LogEntry> EntriesAfter(long cursor)
    {
        Entry[]? held;
        long last;
        lock (gate)
            (held, last) = (Held(cursor), View.Run.LastSeq);
        return held is not null ? [.. held.Select(entry => entry.Log)] : [.. Journaled(cursor, last)];
    }

    /// <summary>Takes events that are durable. Called on the writer's thread, so that all it does is to remember them.</summary>
    internal void Publish(IReadOnlyList<RunEvent> events)
    {
        lock (gate)
        {
            arrived.AddRange(events);
            foreach (var about in events.OfType<NodeEvent>())
                come.Remove(about.NodeId);
            AskForPulse();
        }
    }

    /// <summary>The progress of the nodes that are running, by their ids.</summary>
    public ImmutableDictionary<string, NodeProgress> Come
    {
        get
        {
            lock (gate)
                return View.Progress;
        }
    }

    /// <summary>How often nodes have come further without an event of the journal.</summary>
    public int Progressed => Volatile.Read(ref progressed);

    /// <summary>The progress of the active nodes; null if none reports progress.</summary>
    public Task<byte[]>? Progress()
    {
        lock (gate)
            return View.Progress.IsEmpty ? null : progress.Get();
    }

    /// <summary>Remembers that a node has come further, until what went before it has been taken.</summary>
    internal void Publish(string node, NodeProgress further)
    {
        lock (gate)
        {
            come[node] = further;
            AskForPulse();
        }
    }

    /// <summary>How often it was time to give the timeline out again. (The last batch has it by itself.)</summary>
    public int TimelineVersion => Volatile.Read(ref redrawn);

    /// <summary>What sums the run up, as it is now. (Each batch has it by itself.)</summary>
    public Task<byte[]> Panel()
    {
        lock (gate)
            return panel.Get();
    }

    /// <summary>The timeline as it is now.</summary>
    public Task<byte[]> Timeline()
    {
        lock (gate)
            return timeline.Get();
    }

    /// <summary>How many heartbeats there were.</summary>
    public int Heartbeats => Volatile.Read(ref beats);

    /// <summary>Wakes every viewer to send a heartbeat.</summary>
    internal void Beat()
    {
        Interlocked.Increment(ref beats);
        Wake();
    }

    /// <summary>Wakes every viewer although there is nothing new.</summary>
    internal void Wake() => Interlocked.Exchange(ref changed, NewSignal()).SetResult();

    /// <summary>Has the remembered events and progress taken soon, or once the journal has been read. The caller holds the lock.</summary>
    void AskForPulse()
    {
        if (view is not null)
            pulse.Ask();
    }

    void Pulse()
    {
        lock (gate)
            TakeArrived();
        Wake();
    }

    void Redraw()
    {
        Interlocked.Increment(ref redrawn);
        Wake();
    }

    /// <summary>The feed is listed before this reads, so that what is committed meanwhile arrives; it may be in both, and never in neither.</summary>
    bool Load()
    {
        if (reader.Find(run) is not { } log)
            return false;
        lock (gate)
        {
            view = log.View;
            foreach (var entry in log.Entries.TakeLast(RingSize))
                Enqueue(entry);
            TakeArrived();
        }
        return true;
    }

    void TakeArrived()
    {
        foreach (var next in arrived)
        {
            if (next.Seq > View.Run.LastSeq)
                Add(next);
        }
        arrived.Clear();
        foreach (var (node, further) in come)
            Add(node, further);
        come.Clear();
    }

    void Add(RunEvent next)
    {
        var entry = LogEntry.Next(View, next);
        view = entry.After;
        Forget(snapshot, tail);
        Forget(panel, timeline, progress);
        batches.Clear();
        redraw.Ask();
        if (ring.Count == RingSize)
            ring.Dequeue();
        Enqueue(entry);
    }

    void Add(string node, NodeProgress further)
    {
        // What the journal's reader has counted may be newer than what was reported before.
        if (View.Run.Node(node) is not ({ Calls: not null } or { Status: NodeStatus.Running }) || View.Progress.GetValueOrDefault(node)?.Done > further.Done)
            return;
        view = View with { Progress = View.Progress.SetItem(node, further) };
        Forget(snapshot, tail);
        Forget(progress);
        progressed++;
    }

    void Enqueue(LogEntry entry) => ring.Enqueue(new(entry, new(() => frames.Frame(entry))));

    static void Forget<T>(params ReadOnlySpan<AsyncCache<T>> made)
    {
        foreach (var one in made)
            one.Forget();
    }

    async Task<Batch> MakeBatch(long cursor, RunView now)
    {
        var (held, isEnd) = (Held(cursor), now.Run.IsFinished);
        // While nothing can come in between: what sums it up must not know more than the batch.
        var (summary, last) = (panel.Get(), isEnd ? timeline.Get() : null);
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var made = held is not null ? held.Select(entry => entry.Frame.Get()) : Journaled(cursor, now.Run.LastSeq).Select(frames.Frame);
        byte[][] parts = [.. await Task.WhenAll(made), last is null ? [] : await last, await summary, isEnd ? RunFrames.Done : []];
        return new(now.Run.LastSeq, SseFormat.Join(parts), isEnd);
    }

    /// <summary>What the ring has after a cursor, or null if it does not reach back so far.</summary>
    Entry[]? Held(long cursor) =>
        cursor >= View.Run.LastSeq ? []
        : ring.TryPeek(out var oldest) && oldest.Log.Event.Seq <= cursor + 1 ? [.. ring.Where(entry => entry.Log.Event.Seq > cursor)]
        : null;

    IEnumerable<LogEntry> Journaled(long cursor, long last) =>
        reader.Find(run)!.Entries.Where(entry => entry.Event.Seq > cursor && entry.Event.Seq <= last);

    static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
