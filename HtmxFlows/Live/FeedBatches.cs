using HtmxFlows.Views;

namespace HtmxFlows.Live;

/// <summary>What a feed gives its viewers, made when the first asks for it and shared by all until the run changes. Not thread-safe.</summary>
public sealed class FeedBatches
{
    /// <summary>Batches are kept for this many cursors: viewers that keep up share one, and late ones a few more.</summary>
    const int Most = 8;

    readonly RunReader reader;
    readonly RunFrames frames;
    readonly FeedRing ring;
    readonly Func<RunView> view;
    readonly AsyncCache<byte[]> panel, timeline, progress, answer, asked;
    readonly AsyncCache<Batch> snapshot, tail;
    readonly Dictionary<long, AsyncCache<Batch>> batches = [];

    /// <param name="view">The run as it stands.</param>
    public FeedBatches(RunReader reader, RunFrames frames, FeedRing ring, Func<RunView> view)
    {
        (this.reader, this.frames, this.ring, this.view) = (reader, frames, ring, view);
        (panel, timeline, progress) = (new(() => frames.Panel(view())), new(() => frames.Timeline(view())), new(() => frames.Progress(view())));
        (answer, asked) = (new(() => frames.Answer(view())), new(() => frames.Asked(view())));
        (snapshot, tail) = (new(() => Draw(view())), new(() => Draw(view() with { Shown = RunLog.MostInTail })));
    }

    public Task<byte[]> Panel => panel.Get();

    public Task<byte[]> Timeline => timeline.Get();

    public Task<byte[]> Progress => progress.Get();

    public Task<byte[]> Answer => answer.Get();

    public Task<byte[]> Asked => asked.Get();

    public Task<Batch> Snapshot => snapshot.Get();

    public Task<Batch> Tail => tail.Get();

    /// <summary>Everything after a cursor.</summary>
    public Task<Batch> After(long cursor)
    {
        if (batches.TryGetValue(cursor, out var known))
            return known.Get();
        if (batches.Count == Most)
            batches.Clear();
        return (batches[cursor] = new(() => Make(cursor, view()))).Get();
    }

    /// <summary>Everything is made anew: the run has an event more.</summary>
    public void Forget()
    {
        panel.Forget();
        timeline.Forget();
        asked.Forget();
        ForgetProgress();
        batches.Clear();
    }

    /// <summary>What shows the progress of nodes is made anew.</summary>
    public void ForgetProgress()
    {
        progress.Forget();
        answer.Forget();
        snapshot.Forget();
        tail.Forget();
    }

    /// <summary>Entries that the ring no longer has.</summary>
    public IReadOnlyList<LogEntry> Journaled(long cursor, long last) => reader.Log(view().Run.Id, after: cursor, before: last + 1)!.Entries;

    Task<Batch> Draw(RunView drawn) => frames.Snapshot(new(drawn, [.. ring.Entries]));

    async Task<Batch> Make(long cursor, RunView now)
    {
        var (last, isEnd) = (now.Run.LastSeq, now.Run.IsFinished);
        var held = ring.After(cursor, last);
        // Under the lock of the feed, with the entries: the panel and the timeline must not know more than they do.
        var (summary, times) = (panel.Get(), isEnd ? timeline.Get() : null);
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var made = held is not null ? held.Select(entry => entry.Frame.Get()) : Journaled(cursor, last).Select(frames.Frame);
        byte[][] parts = [.. await Task.WhenAll(made), times is null ? [] : await times, await summary, isEnd ? RunFrames.Done : []];
        return new(last, SseFormat.Join(parts), isEnd);
    }
}
