using HtmxFlows.Nodes;

namespace HtmxFlows.Triggers;

/// <summary>What a schedule does now: the moments whose runs start, in order, and the moment that it waits for next. Pure.</summary>
/// <param name="Next">Null if it starts no further run.</param>
public sealed record DuePlan(IReadOnlyList<DateTimeOffset> Starts, DateTimeOffset? Next)
{
    /// <summary>How late a moment may be that is not missed.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);

    /// <summary>The most runs that start for missed moments.</summary>
    public const int MostMissed = 100;

    /// <summary>The spans that are looked back over, until one holds enough moments: each is looked over without many more than there have to be.</summary>
    static readonly TimeSpan[] Spans =
    [
        TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(30), TimeSpan.FromHours(6), TimeSpan.FromDays(4), TimeSpan.FromDays(60), TimeSpan.FromDays(800), TimeSpan.MaxValue,
    ];

    /// <param name="next">Finds the first moment after another one.</param>
    /// <param name="due">The moment that the schedule waits for.</param>
    public static DuePlan Of(Func<DateTimeOffset, DateTimeOffset?> next, DateTimeOffset due, DateTimeOffset now, MissedRuns missed)
    {
        if (due > now)
            return new([], due);
        var past = Past(next, due, now, missed == MissedRuns.All ? MostMissed : 1);
        DateTimeOffset[] late = [.. past.Where(moment => now - moment <= Grace)];
        var starts = missed switch
        {
            MissedRuns.None => late,
            MissedRuns.Last => late.Length > 0 ? late : [past[^1]],
            _ => past.TakeLast(MostMissed).ToArray(),
        };
        return new(starts, next(now));
    }

    /// <summary>The last moments from the due one up to now: those of the grace period, and as many as are asked for.</summary>
    static List<DateTimeOffset> Past(Func<DateTimeOffset, DateTimeOffset?> next, DateTimeOffset due, DateTimeOffset now, int least)
    {
        foreach (var span in Spans)
        {
            var isWhole = now - due <= span;
            List<DateTimeOffset> found = [];
            for (var moment = isWhole ? due : next(now - span); moment <= now; moment = next(moment.Value))
                found.Add(moment.Value);
            if (isWhole || found.Count >= least)
                return found;
        }
        throw new InvalidOperationException("The last span has no end.");
    }
}
