using HtmxFlows.Runs;

namespace HtmxFlows.Live;

/// <summary>What a viewer is given at once: the bytes from its cursor up to now.</summary>
/// <param name="Last">The number of the last event in it: the viewer's next cursor.</param>
/// <param name="IsEnd">The run has ended, and with it the stream.</param>
public sealed record Batch(long Last, ReadOnlyMemory<byte> Bytes, bool IsEnd);

/// <summary>
/// A run that somebody watches. It holds the newest events as a ring of frames, each made once, when the first viewer needs it,
/// and shared by all. A viewer is a cursor into the ring and a wait on <see cref="Changed"/>; one that has fallen behind the ring
/// is served from the journal.
/// </summary>
public sealed class RunFeed
{
    /// <summary>How many events are held: more than a page shows, since a snapshot is drawn from them.</summary>
    public const int RingSize = 512;

    /// <summary>Batches are kept for so many places at a time: viewers that keep up are all at one, and those that are late at a few more.</summary>
    const int MostBatches = 8;

    /// <summary>Bursts are given out together: viewers are woken at most this often, and less often if the flow is so large that its timeline is heavy to send.</summary>
    TimeSpan Pace => TimeSpan.FromMilliseconds(Math.Max(50, View.Flow.Nodes.Count));

    readonly Lock gate = new();
    readonly Guid run;
    readonly RunReader reader;
    readonly RunFrames frames;
    readonly TimeProvider time;
    readonly Lazy<bool> loaded;
    readonly Queue<Entry> ring = new(RingSize);
    readonly List<RunEvent> arrived = [];
    readonly Dictionary<string, NodeProgress> come = [];
    readonly Dictionary<long, Task<Batch>> batches = [];
    RunView? view;
    TaskCompletionSource changed = NewSignal();
    Lazy<Task<byte[]>>? panel;
    Task<byte[]>? progress;
    int progressed;
    Task<Batch>? snapshot;
    Task<Batch>? glimpse;
    bool pulsing;
    int beats;
    long lastPulse;

    internal RunFeed(Guid run, RunReader reader, RunFrames frames, TimeProvider time)
    {
        (this.run, this.reader, this.frames, this.time) = (run, reader, frames, time);
        loaded = new(Load);
    }

    sealed record Entry(LogEntry Log, Lazy<Task<byte[]>> Frame);

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
        // Before the lock, for this is the answer to most who ask: whoever has just been given something.
        if (cursor >= Last && !IsFinished)
            return null;
        lock (gate)
        {
            // What failed is made again: a database that cannot be read for a moment must not spoil the feed for as long as it lives.
            if (batches.TryGetValue(cursor, out var known) && !known.IsFaulted)
                return known;
            if (batches.Count == MostBatches)
                batches.Clear();
            return batches[cursor] = MakeBatch(cursor, View);
        }
    }

    /// <summary>The whole log, for a viewer whose page may be stale in a way that a cursor does not mend.</summary>
    public Task<Batch> Snapshot()
    {
        lock (gate)
            return snapshot is { IsFaulted: false } ? snapshot : snapshot = Draw(View);
    }

    /// <summary>The end of the log, for a viewer that gets another such look or a snapshot soon; the whole of it if the run has ended.</summary>
    public Task<Batch> Glimpse()
    {
        lock (gate)
            return View.Run.IsFinished ? Snapshot() : glimpse is { IsFaulted: false } ? glimpse : glimpse = Draw(View with { Shown = RunLog.MostGlimpsed });
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
            BeginPulse();
        }
    }

    /// <summary>How often nodes have come further without an event of the journal.</summary>
    public int Progressed => Volatile.Read(ref progressed);

    /// <summary>How far the nodes have come that go on; null if none tells.</summary>
    public Task<byte[]>? Progress()
    {
        lock (gate)
            return View.Progress.IsEmpty ? null : progress is { IsFaulted: false } ? progress : progress = frames.Progress(View);
    }

    /// <summary>Remembers that a node has come further, until what went before it has been taken.</summary>
    internal void Publish(string node, NodeProgress further)
    {
        lock (gate)
        {
            come[node] = further;
            BeginPulse();
        }
    }

    /// <summary>How many heartbeats there were.</summary>
    public int Beats => Volatile.Read(ref beats);

    /// <summary>Wakes every viewer to send a heartbeat.</summary>
    internal void Beat()
    {
        Interlocked.Increment(ref beats);
        Wake();
    }

    /// <summary>Wakes every viewer although there is nothing new.</summary>
    internal void Wake() => Interlocked.Exchange(ref changed, NewSignal()).SetResult();

    /// <summary>Has what was remembered taken soon. Whoever calls this has the lock.</summary>
    void BeginPulse()
    {
        if (pulsing || view is null)
            return;
        pulsing = true;
        _ = PulseInTime();
    }

    async Task PulseInTime()
    {
        // By the clock that nobody sets: an hour that it is put back by would be an hour of silence.
        var wait = Pace - time.GetElapsedTime(lastPulse);
        await (wait > TimeSpan.Zero ? Task.Delay(wait, time) : Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        lock (gate)
        {
            pulsing = false;
            lastPulse = time.GetTimestamp();
            TakeArrived();
        }
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
        (snapshot, glimpse, panel, progress) = (null, null, null, null);
        batches.Clear();
        if (ring.Count == RingSize)
            ring.Dequeue();
        Enqueue(entry);
    }

    void Add(string node, NodeProgress further)
    {
        // What the journal's reader has counted may be newer than what was told before it did.
        if (View.Run.Node(node) is not ({ Calls: not null } or { Status: NodeStatus.Running }) || View.Progress.GetValueOrDefault(node)?.Done > further.Done)
            return;
        view = View with { Progress = View.Progress.SetItem(node, further) };
        (snapshot, glimpse, progress) = (null, null, null);
        progressed++;
    }

    void Enqueue(LogEntry entry) => ring.Enqueue(new(entry, new(() => frames.Frame(entry))));

    async Task<Batch> MakeBatch(long cursor, RunView now)
    {
        var held = Held(cursor);
        var summary = panel ??= new(() => frames.Panel(now));
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var made = held is not null ? held.Select(entry => entry.Frame.Value) : Journaled(cursor, now.Run.LastSeq).Select(frames.Frame);
        byte[][] parts = [.. await Task.WhenAll(made), await summary.Value, now.Run.IsFinished ? RunFrames.Done : []];
        return new(now.Run.LastSeq, SseFormat.Join(parts), now.Run.IsFinished);
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
