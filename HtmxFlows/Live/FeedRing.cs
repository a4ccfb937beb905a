using HtmxFlows.Views;

namespace HtmxFlows.Live;

/// <summary>The newest entries of a run, each with its frame, which is made once for all viewers. Not thread-safe.</summary>
/// <param name="size">How many entries are held.</param>
public sealed class FeedRing(int size, RunFrames frames)
{
    readonly Queue<Framed> entries = new(size);

    /// <summary>An entry and its frame.</summary>
    public sealed record Framed(LogEntry Entry, AsyncCache<byte[]> Frame);

    /// <summary>The entries, oldest first.</summary>
    public IEnumerable<LogEntry> Entries => entries.Select(held => held.Entry);

    /// <summary>Adds the next entry; the oldest leaves a full ring.</summary>
    public void Add(LogEntry entry)
    {
        if (entries.Count == size)
            entries.Dequeue();
        entries.Enqueue(new(entry, new(() => frames.Frame(entry))));
    }

    /// <summary>What follows a cursor, in order; null if the ring does not reach back to it.</summary>
    /// <param name="last">The number of the run's last event.</param>
    public Framed[]? After(long cursor, long last) =>
        cursor >= last ? []
        : entries.TryPeek(out var oldest) && oldest.Entry.Event.Seq <= cursor + 1 ? [.. entries.Where(held => held.Entry.Event.Seq > cursor)]
        : null;
}
