using HtmxFlows.Nodes;
using NodaTime;
using NodaTime.Text;

namespace HtmxFlows.Views;

/// <summary>A moment at which a schedule starts a run.</summary>
/// <param name="Local">The time on the clock of its zone, with the day of the week.</param>
/// <param name="ClockChanges">Whether the clock of the zone is changed on that day.</param>
public sealed record ScheduledMoment(DateTimeOffset Due, string Local, bool ClockChanges);

/// <summary>The next moments of a schedule.</summary>
/// <param name="Zone">The name of its zone.</param>
public sealed record SchedulePreview(string Zone, IReadOnlyList<ScheduledMoment> Moments)
{
    static readonly ZonedDateTimePattern ToMinute = ZonedDateTimePattern.CreateWithInvariantCulture("ddd d MMM uuuu, HH:mm", null);

    static readonly ZonedDateTimePattern ToSecond = ZonedDateTimePattern.CreateWithInvariantCulture("ddd d MMM uuuu, HH:mm:ss", null);

    /// <param name="since">When the rule began, or would begin.</param>
    public static SchedulePreview Of(ScheduleRule rule, DateTimeOffset since, DateTimeOffset after, int count)
    {
        List<ScheduledMoment> moments = [];
        for (var next = rule.Next(since, after); next is { } due && moments.Count < count; next = rule.Next(since, due))
            moments.Add(At(rule.Zone, due));
        return new(rule.Zone.Id, moments);
    }

    static ScheduledMoment At(DateTimeZone zone, DateTimeOffset due)
    {
        var local = Instant.FromDateTimeOffset(due).InZone(zone);
        return new(due, (local.Second == 0 ? ToMinute : ToSecond).Format(local), zone.AtStartOfDay(local.Date).Offset != zone.AtStartOfDay(local.Date.PlusDays(1)).Offset);
    }
}
