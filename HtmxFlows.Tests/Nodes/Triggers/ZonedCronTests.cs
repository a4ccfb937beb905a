using System.Globalization;
using HtmxFlows.Nodes;
using NodaTime;

namespace HtmxFlows.Tests.Nodes;

/// <summary>Cron expressions and time zones. Cases 31 to 49 of the acceptance cases; the moments were computed with tzdata 2026.</summary>
public sealed class ZonedCronTests
{
    [Theory]
    [InlineData("0 0 L * *", "2017-02-01", "2017-02-28")]
    [InlineData("0 0 L-1 * *", "2017-02-01", "2017-02-27")]
    [InlineData("0 0 L-29 * *", "2017-02-01", "2017-03-02")]
    [InlineData("0 0 L-30 * *", "2017-02-01", "2017-03-01")]
    [InlineData("0 0 1W * *", "2027-05-01", "2027-05-03")]
    [InlineData("0 0 31W * *", "2027-01-30", "2027-03-31")]
    [InlineData("0 0 LW * *", "2027-01-01", "2027-01-29")]
    [InlineData("0 0 * * 7", "2027-01-01", "2027-01-03")]
    [InlineData("0 0 * * 0", "2027-01-01", "2027-01-03")]
    [InlineData("0 0 * * SUN", "2027-01-01", "2027-01-03")]
    [InlineData("* * * * 0L", "2017-01-01", "2017-01-29")]
    [InlineData("0 0 * * 5#3", "2017-01-21", "2017-02-17")]
    [InlineData("0 0 * * 2#5", "2017-02-01", "2017-05-30")]
    [InlineData("0 0 * * 0#1", "2017-02-01", "2017-02-05")]
    [InlineData("0 22-1 * * *", "2027-01-01T22:00", "2027-01-01T23:00 2027-01-02 2027-01-02T01:00 2027-01-02T22:00")]
    [InlineData("0 0 1 DEC-FEB *", "2027-01-15", "2027-02-01 2027-12-01 2028-01-01 2028-02-01 2028-12-01")]
    [InlineData("*/24 * * * *", "2027-01-15T11:59", "2027-01-15T12:00 2027-01-15T12:24 2027-01-15T12:48 2027-01-15T13:00")]
    [InlineData("0 0 29 2 *", "2027-01-01", "2028-02-29")]
    [InlineData("0 0 13 * 5", "2026-12-31", "2027-08-13")]
    [InlineData("@daily", "2027-01-01T12:00", "2027-01-02 2027-01-03")]
    [InlineData("@hourly", "2027-01-01T12:30", "2027-01-01T13:00")]
    [InlineData("*/20 0 0 1 1 *", "2027-01-01", "2027-01-01T00:00:20 2027-01-01T00:00:40 2028-01-01")]
    public void An_expression_has_its_next_moments(string cron, string after, string expected)
    {
        var moments = expected.Split(' ');
        Assert.Equal(moments.Select(Utc), Next(cron, "UTC", Utc(after), moments.Length));
    }

    [Theory]
    [InlineData("60 * * * *", "Minutes")]
    [InlineData("0 24 * * *", "Hours")]
    [InlineData("* * * *", "this one has 4")]
    [InlineData("* * * * * * *", "this one has 7")]
    [InlineData("0 0 ? * JANUARY", "Days of week")]
    [InlineData("0 0 32 * *", "Days of month")]
    [InlineData("0 0 1 13 *", "Months")]
    [InlineData("61 0 0 1 1 *", "Seconds")]
    [InlineData("@often", "Macro")]
    [InlineData("", "this one has 0")]
    [InlineData("0 0 31 2 *", "This day never comes")]
    public void A_wrong_expression_is_refused_with_its_field(string cron, string field)
    {
        var (parsed, problem) = ZonedCron.Parse(cron, DateTimeZone.Utc, 0);

        Assert.Null(parsed);
        Assert.Contains(field, problem, StringComparison.Ordinal);
    }

    [Theory]
    // A time that does not exist is the moment at which the clock jumps.
    [InlineData("Europe/Berlin", "30 2 * * *", "2027-03-27T12:00", "2027-03-28T01:00 2027-03-29T00:30")]
    [InlineData("America/New_York", "30 2 * * *", "2027-03-13T12:00", "2027-03-14T07:00 2027-03-15T06:30")]
    [InlineData("Australia/Lord_Howe", "15 2 * * *", "2027-10-02T00:00", "2027-10-02T15:30 2027-10-03T15:15")]
    [InlineData("Africa/Cairo", "0 0 * * *", "2027-04-29T12:00", "2027-04-29T22:00 2027-04-30T21:00")]
    [InlineData("America/Santiago", "0 0 * * *", "2027-09-04T12:00", "2027-09-05T04:00 2027-09-06T03:00")]
    [InlineData("Antarctica/Troll", "0 2 * * *", "2027-03-27T12:00", "2027-03-28T01:00 2027-03-29T00:00")]
    // A time that exists twice counts once.
    [InlineData("Europe/Berlin", "30 2 * * *", "2027-10-30T12:00", "2027-10-31T00:30 2027-11-01T01:30")]
    [InlineData("America/New_York", "30 1 * * *", "2027-11-06T12:00", "2027-11-07T05:30 2027-11-08T06:30")]
    [InlineData("Australia/Lord_Howe", "45 1 * * *", "2027-04-03T00:00", "2027-04-03T14:45 2027-04-04T15:15")]
    [InlineData("Antarctica/Troll", "30 1 * * *", "2027-10-30T12:00", "2027-10-30T23:30 2027-11-01T01:30")]
    // In the night in which the clock is set back, what repeats is neither skipped nor doubled.
    [InlineData("Europe/Berlin", "*/30 * * * *", "2027-10-30T23:30", "2027-10-31T00:00 2027-10-31T00:30 2027-10-31T01:00 2027-10-31T01:30 2027-10-31T02:00")]
    [InlineData("Europe/Berlin", "*/30 * * * *", "2027-03-28T00:15", "2027-03-28T00:30 2027-03-28T01:00 2027-03-28T01:30")]
    [InlineData("Asia/Kathmandu", "0 9 * * *", "2027-01-01", "2027-01-01T03:15 2027-01-02T03:15")]
    public void A_zone_decides_when_a_time_is(string zone, string cron, string after, string expected)
    {
        var moments = expected.Split(' ');
        Assert.Equal(moments.Select(Utc), Next(cron, zone, Utc(after), moments.Length));
    }

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("America/New_York")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Africa/Cairo")]
    [InlineData("America/Santiago")]
    [InlineData("Antarctica/Troll")]
    [InlineData("Africa/Casablanca")]
    [InlineData("Asia/Kathmandu")]
    public void Over_two_years_every_day_has_its_moment_once(string zone)
    {
        // Independent of the search: each day on the calendar, and what its time is there.
        var clock = DateTimeZoneProviders.Tzdb[zone];
        foreach (var (hour, minute) in new[] { (0, 0), (1, 45), (2, 30), (23, 59) })
        {
            var days = Enumerable.Range(0, 730).Select(day => new LocalDate(2027, 1, 1).PlusDays(day)).ToArray();
            var expected = days.Select(day => clock.ResolveLocal(day.At(new(hour, minute)), mapping => mapping.Count == 0 ? clock.AtStartOfGap(mapping) : mapping.First()).ToDateTimeOffset().ToUniversalTime());
            Assert.Equal(expected, Next($"{minute} {hour} * * *", zone, clock.AtStartOfDay(days[0]).ToDateTimeOffset().AddTicks(-1), days.Length));
        }
    }

    [Theory]
    [InlineData("2027-02-06T12:00", "2027-02-07T01:30 2027-02-08T02:30")]
    [InlineData("2027-03-13T12:00", "2027-03-14T02:00 2027-03-15T01:30")]
    public void Clocks_may_be_set_back_for_a_month(string after, string expected)
    {
        // Morocco in Ramadan, by the rules until TZDB 2026e; by those of 2026f its clocks do not change any more.
        var zone = new RuledZone((null, 1), (Utc("2027-02-07T02:00"), 0), (Utc("2027-03-14T02:00"), 1));
        var (cron, _) = ZonedCron.Parse("30 2 * * *", zone, 0);

        var first = cron!.Next(Utc(after))!.Value;
        Assert.Equal(expected.Split(' ').Select(Utc), [first, cron.Next(first)!.Value]);
    }

    [Fact]
    public void H_is_the_same_time_for_the_same_schedule_and_spreads_others()
    {
        static string At(int seed) => Next("H H * * *", "UTC", Utc("2027-01-01"), 1, seed)[0].ToString("HH:mm", CultureInfo.InvariantCulture);

        Assert.Equal(At(7), At(7));
        Assert.InRange(Enumerable.Range(0, 100).Select(At).Distinct().Count(), 50, 100);
    }

    static DateTimeOffset[] Next(string cron, string zone, DateTimeOffset after, int count, int seed = 0)
    {
        var (parsed, problem) = ZonedCron.Parse(cron, DateTimeZoneProviders.Tzdb[zone], seed);
        Assert.Null(problem);
        List<DateTimeOffset> moments = [];
        for (var at = after; moments.Count < count && parsed!.Next(at) is { } next; at = next)
            moments.Add(next);
        return [.. moments];
    }

    static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}

/// <summary>A zone with some changes of its clock.</summary>
sealed class RuledZone(params (DateTimeOffset? Since, int Hours)[] rules) : DateTimeZone("Ruled", isFixed: false, Offset.FromHours(0), Offset.FromHours(1))
{
    public override NodaTime.TimeZones.ZoneInterval GetZoneInterval(Instant instant)
    {
        Instant? At(int rule) => rule < rules.Length && rules[rule].Since is { } since ? Instant.FromDateTimeOffset(since) : null;
        var current = Array.FindLastIndex(rules, rule => rule.Since is null || Instant.FromDateTimeOffset(rule.Since.Value) <= instant);
        return new("Ruled", At(current), At(current + 1), Offset.FromHours(rules[current].Hours), Offset.Zero);
    }
}

static class Gaps
{
    /// <summary>The moment at which the clock jumps over a time.</summary>
    public static ZonedDateTime AtStartOfGap(this DateTimeZone zone, NodaTime.TimeZones.ZoneLocalMapping mapping) => mapping.LateInterval.Start.InZone(zone);
}
