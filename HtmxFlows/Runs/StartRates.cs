using System.Runtime.InteropServices;
using HtmxFlows.Workflows;

namespace HtmxFlows.Runs;

/// <summary>The last starts of each line with a rate: as many as decide about the next one.</summary>
sealed class StartRates
{
    const int FirstSweep = 1000;

    readonly Dictionary<QueueLine, Log> logs = [];
    int sweepAt = FirstSweep;

    /// <summary>When the next run of a line may start; null if one may now.</summary>
    public DateTimeOffset? Next(QueueLine line, int rate, TimeSpan period, DateTimeOffset now)
    {
        if (!logs.TryGetValue(line, out var log))
            return null;
        log.Trim(rate);
        return log.Starts.Count == rate && log.Starts.Peek() + period is var next && next > now ? next : null;
    }

    /// <summary>Counts a start; starts are counted in their order.</summary>
    public void Count(QueueLine line, FlowConcurrency rule, DateTimeOffset at)
    {
        ref var log = ref CollectionsMarshal.GetValueRefOrAddDefault(logs, line, out _);
        log ??= new();
        log.Starts.Enqueue(at);
        log.ForgetAt = at + rule.Period;
        log.Trim(rule.Rate!.Value);
        if (logs.Count >= sweepAt)
            Sweep(at);
    }

    /// <summary>Forgets the lines whose starts count no more, so that any number of keys takes the memory of those in use.</summary>
    void Sweep(DateTimeOffset now)
    {
        foreach (var (line, _) in logs.Where(log => log.Value.ForgetAt <= now).ToArray())
            logs.Remove(line);
        sweepAt = Math.Max(FirstSweep, logs.Count * 2);
    }

    sealed class Log
    {
        public Queue<DateTimeOffset> Starts { get; } = [];

        public DateTimeOffset ForgetAt { get; set; }

        public void Trim(int most)
        {
            while (Starts.Count > most)
                Starts.Dequeue();
        }
    }
}
