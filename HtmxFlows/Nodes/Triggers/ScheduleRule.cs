using NodaTime;
using NodaTime.Text;

namespace HtmxFlows.Nodes;

/// <summary>When a schedule starts runs: a cron expression in a time zone, or a duration that is counted from the moment at which the rule began. Pure.</summary>
public sealed class ScheduleRule
{
    const string Utc = "UTC";

    static readonly IPattern<LocalDateTime>[] Locals = [LocalDateTimePattern.GeneralIso, LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm")];

    ZonedCron? cron;
    TimeSpan? every;
    TimeSpan offset;
    DateTimeOffset? from, until;

    ScheduleRule(DateTimeZone zone) => Zone = zone;

    public DateTimeZone Zone { get; }

    /// <summary>The moment before which nothing starts; null if there is none.</summary>
    public DateTimeOffset? From => from;

    /// <param name="seed">Decides about <c>H</c> and the place within the window.</param>
    /// <returns>The rule, or the fields that are wrong with a sentence each.</returns>
    public static (ScheduleRule? Rule, IReadOnlyList<Inputs.FieldProblem> Problems) Of(ScheduleNode.Configuration schedule, int seed)
    {
        List<Inputs.FieldProblem> problems = [];
        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(schedule.Zone.Length == 0 ? Utc : schedule.Zone);
        if (zone is null)
            problems.Add(new("zone", $"“{Data.Excerpt.Of(schedule.Zone)}” is no time zone. Use a name such as Europe/Berlin, or UTC."));
        var rule = new ScheduleRule(zone ?? DateTimeZone.Utc);
        if (schedule.Cron.Length > 0 == schedule.Every.Length > 0)
            problems.Add(new(schedule.Cron.Length > 0 ? "every" : "cron", "Give either a cron expression or a duration."));
        else if (schedule.Cron.Length > 0)
            rule.Read(ZonedCron.Parse(schedule.Cron, rule.Zone, seed), problems);
        else if ((rule.every = DurationText.Parse(schedule.Every)) is null || rule.every < TimeSpan.FromSeconds(1))
            problems.Add(new("every", $"“{Data.Excerpt.Of(schedule.Every)}” is no duration of a second or more. Write it as PT3H, P1D or 30m."));
        if (schedule.Window.Length > 0 && DurationText.Parse(schedule.Window) is not { } window)
            problems.Add(new("window", $"“{Data.Excerpt.Of(schedule.Window)}” is no duration. Write it as PT30M or 30m."));
        else if (schedule.Window.Length > 0)
            rule.offset = TimeSpan.FromSeconds((uint)seed % Math.Max(1, (long)DurationText.Parse(schedule.Window)!.Value.TotalSeconds));
        rule.from = rule.Moment("from", schedule.From, problems);
        rule.until = rule.Moment("until", schedule.Until, problems);
        return problems.Count == 0 ? (rule, problems) : (null, problems);
    }

    /// <summary>The first moment after another one at which a run starts; null if there is none.</summary>
    /// <param name="since">When the rule began.</param>
    public DateTimeOffset? Next(DateTimeOffset since, DateTimeOffset after)
    {
        // What is counted is the time before the place in the window is added.
        var last = after - offset;
        if (from is { } first && last < first)
            last = first - TimeSpan.FromTicks(1);
        var next = cron is not null ? cron.Next(last) : Every(since, last);
        return next is { } found && !(found > until) ? found + offset : null;
    }

    DateTimeOffset? Every(DateTimeOffset since, DateTimeOffset last)
    {
        var step = every!.Value.Ticks;
        var count = last < since ? 1 : (last - since).Ticks / step + 1;
        return since.AddTicks(count * step);
    }

    void Read((ZonedCron? Cron, string? Problem) parsed, List<Inputs.FieldProblem> problems)
    {
        cron = parsed.Cron;
        if (parsed.Problem is { } problem)
            problems.Add(new("cron", problem));
    }

    /// <summary>A moment, or a day or time on the clock of the zone.</summary>
    DateTimeOffset? Moment(string field, string text, List<Inputs.FieldProblem> problems)
    {
        if (text.Length == 0)
            return null;
        if (DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mmK"], null, System.Globalization.DateTimeStyles.AdjustToUniversal, out var moment) && (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > "yyyy-MM-dd".Length))
            return moment;
        var local = LocalDatePattern.Iso.Parse(text) is { Success: true, Value: var day } ? day.AtMidnight()
            : Locals.Select(pattern => pattern.Parse(text)).FirstOrDefault(parsed => parsed.Success) is { Value: var time } ? time : (LocalDateTime?)null;
        if (local is { } clock)
            return Zone.AtLeniently(clock).ToDateTimeOffset().ToUniversalTime();
        problems.Add(new(field, $"“{Data.Excerpt.Of(text)}” is no day or time. Write it as 2030-01-31, 2030-01-31T09:00 or 2030-01-31T08:00:00Z."));
        return null;
    }
}
