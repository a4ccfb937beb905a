using HtmxFlows.Data;
using HtmxFlows.Runs;

namespace HtmxFlows.Triggers;

/// <summary>Starts the runs of public pages. A page that is sent twice, by a second press or a reload, starts one run, and floods are refused.</summary>
public sealed class PublicStarts(StartKeys keys, TimeProvider time)
{
    readonly RateWindows sent = new(time);

    /// <summary>Starts the run of a page.</summary>
    /// <param name="scope">Whose key it is.</param>
    /// <param name="once">The key of the page that is sent: the same one starts one run.</param>
    /// <param name="limits">How many runs each of these names may start in a minute.</param>
    /// <param name="start">Starts the run, and writes these rows in the commit of its start.</param>
    internal async Task<SendOutcome> Start(string scope, Guid once, IReadOnlyList<(string Name, int Most)> limits, Func<Action<DatabaseWriter, Guid>, Task<RunStart>> start)
    {
        var key = once.ToString();
        var (outcome, _) = await keys.Once(scope, key, async () => keys.Find(scope, key) is { } known ? new SendOutcome.Sent(known.Run)
            : FindWait(limits) is { } wait ? new SendOutcome.TooMany(wait)
            : OutcomeOf(await start((writer, run) => StartKeys.Write(writer, scope, key, "", run, time.GetUtcNow()))));
        return outcome;
    }

    /// <summary>The run that a page has started; null if it has started none.</summary>
    internal Guid? RunOf(string scope, Guid once) => keys.Find(scope, once.ToString())?.Run;

    TimeSpan? FindWait(IReadOnlyList<(string Name, int Most)> limits) => limits.Select(limit => sent.Count(limit.Name, limit.Most)).FirstOrDefault(wait => wait is not null);

    static SendOutcome OutcomeOf(RunStart start) => start switch
    {
        RunStart.Started started => new SendOutcome.Sent(started.Run),
        RunStart.NotStarted refused => new SendOutcome.NotSent(refused),
        _ => throw new InvalidOperationException($"{start} is no outcome of a start."),
    };
}
