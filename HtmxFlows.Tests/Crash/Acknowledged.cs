using System.Collections.Concurrent;

namespace HtmxFlows.Tests.Crash;

/// <summary>An entry of a run's log, as a live stream delivered it.</summary>
/// <param name="At">To the millisecond, which is what a page says.</param>
/// <param name="Output">The JSON that it shows, if it shows any.</param>
sealed record SeenEntry(string Run, long Seq, string Event, string? Node, string At, string? Output);

/// <summary>What the app has acknowledged: it must stay true, whatever happens to the process.</summary>
sealed class Acknowledged
{
    readonly ConcurrentQueue<string> runs = [];
    readonly ConcurrentQueue<SeenEntry> entries = [];
    readonly Lock gate = new();
    TaskCompletionSource changed = NewSignal();

    /// <summary>The runs that the app has confirmed.</summary>
    public IReadOnlyCollection<string> Runs => runs;

    public IReadOnlyCollection<SeenEntry> Entries => entries;

    public void Add(string run) => Note(() => runs.Enqueue(run));

    public void Add(SeenEntry entry) => Note(() => entries.Enqueue(entry));

    /// <summary>Ends when that many more things have been acknowledged than now.</summary>
    public async Task More(int count)
    {
        for (var target = runs.Count + entries.Count + count; ;)
        {
            Task next;
            lock (gate)
            {
                if (runs.Count + entries.Count >= target)
                    return;
                next = changed.Task;
            }
            await next.Soon();
        }
    }

    void Note(Action add)
    {
        lock (gate)
        {
            add();
            (var signal, changed) = (changed, NewSignal());
            signal.SetResult();
        }
    }

    static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
