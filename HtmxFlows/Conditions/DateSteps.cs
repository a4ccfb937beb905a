using NodaTime;
using NodaTime.TimeZones;

namespace HtmxFlows.Conditions;

/// <summary>
/// Computes with dates in whole units. Days and longer units follow the calendar of the date's zone; weeks start on Monday. A result
/// outside the years that NodaTime knows is an <see cref="OverflowException"/> or an <see cref="ArgumentOutOfRangeException"/>.
/// </summary>
static class DateSteps
{
    /// <summary>The largest amount of units to add.</summary>
    public const long Largest = 1_000_000_000_000;

    /// <summary>
    /// Where the calendar has no such time, since clocks are set forward, it is the time as much later. Where it has the time twice, the
    /// offset stays if it can, so that adding nothing changes nothing.
    /// </summary>
    public static ZonedDateTime Add(ZonedDateTime value, long amount, DateUnit unit) => unit switch
    {
        DateUnit.Hours => value.Plus(Duration.FromHours(amount)),
        DateUnit.Minutes => value.Plus(Duration.FromMinutes(amount)),
        DateUnit.Seconds => value.Plus(Duration.FromSeconds(amount)),
        _ => value.LocalDateTime.Plus(Calendar(checked((int)amount), unit)).InZone(value.Zone, Resolvers.CreateMappingResolver(
            (earlier, later) => later.Offset == value.Offset ? later : earlier, Resolvers.ReturnForwardShifted)),
    };

    /// <summary>How many whole units lie between two dates; negative if the other one is earlier.</summary>
    public static long Between(ZonedDateTime value, ZonedDateTime other, DateUnit unit)
    {
        var (from, to) = (value.LocalDateTime, other.WithZone(value.Zone).LocalDateTime);
        var elapsed = other.ToInstant() - value.ToInstant();
        return unit switch
        {
            DateUnit.Years => Period.Between(from, to, PeriodUnits.Years).Years,
            DateUnit.Months => Period.Between(from, to, PeriodUnits.Months).Months,
            DateUnit.Weeks => Period.Between(from, to, PeriodUnits.Weeks).Weeks,
            DateUnit.Days => Period.Between(from, to, PeriodUnits.Days).Days,
            DateUnit.Hours => (long)Math.Truncate(elapsed.TotalHours),
            DateUnit.Minutes => (long)Math.Truncate(elapsed.TotalMinutes),
            _ => (long)Math.Truncate(elapsed.TotalSeconds),
        };
    }

    /// <summary>The start of the year, the month, the week … of a date.</summary>
    public static ZonedDateTime Start(ZonedDateTime value, DateUnit unit)
    {
        var date = value.Date;
        return unit switch
        {
            DateUnit.Hours => StartAt(new LocalTime(value.Hour, 0), value),
            DateUnit.Minutes => StartAt(new LocalTime(value.Hour, value.Minute), value),
            DateUnit.Seconds => StartAt(new LocalTime(value.Hour, value.Minute, value.Second), value),
            DateUnit.Years => new LocalDate(date.Year, 1, 1).AtStartOfDayInZone(value.Zone),
            DateUnit.Months => new LocalDate(date.Year, date.Month, 1).AtStartOfDayInZone(value.Zone),
            DateUnit.Weeks => date.PlusDays(1 - (int)date.DayOfWeek).AtStartOfDayInZone(value.Zone),
            _ => date.AtStartOfDayInZone(value.Zone),
        };
    }

    static Period Calendar(int amount, DateUnit unit) => unit switch
    {
        DateUnit.Years => Period.FromYears(amount),
        DateUnit.Months => Period.FromMonths(amount),
        DateUnit.Weeks => Period.FromWeeks(amount),
        _ => Period.FromDays(amount),
    };

    /// <summary>The last time that clocks showed this before the value; where they were set forward past it, the first time after that.</summary>
    static ZonedDateTime StartAt(LocalTime time, ZonedDateTime value) => (value.Date + time).InZone(value.Zone, Resolvers.CreateMappingResolver(
        (earlier, later) => later.ToInstant() <= value.ToInstant() ? later : earlier, Resolvers.ReturnStartOfIntervalAfter));
}
