using System.Globalization;
using HtmxFlows.Nodes;
using HtmxFlows.Triggers;

namespace HtmxFlows.Tests.Triggers;

/// <summary>What becomes of missed moments. Cases 50 to 52 of the acceptance cases.</summary>
public sealed class DuePlanTests
{
    [Theory]
    [InlineData(MissedRuns.None, "", "16:00")]
    [InlineData(MissedRuns.Last, "15:00", "16:00")]
    [InlineData(MissedRuns.All, "11:00 12:00 13:00 14:00 15:00", "16:00")]
    public void After_a_pause_the_missed_moments_are_those_of_the_setting(MissedRuns missed, string starts, string next) => Assert.Equal((starts, next), Plan("0 * * * *", "11:00", "15:30", missed));

    [Theory]
    [InlineData(MissedRuns.None)]
    [InlineData(MissedRuns.Last)]
    [InlineData(MissedRuns.All)]
    public void Up_to_a_minute_late_is_not_missed(MissedRuns missed)
    {
        Assert.Equal(("11:00", "12:00"), Plan("0 * * * *", "11:00", "11:00:20", missed));
        Assert.Equal(("11:00", "12:00"), Plan("0 * * * *", "11:00", "11:01:00", missed));
        Assert.Equal((missed == MissedRuns.None ? "" : "11:00", "12:00"), Plan("0 * * * *", "11:00", "11:01:01", missed));
    }

    [Fact]
    public void Several_moments_within_the_minute_are_all_late() => Assert.Equal(("10:59:40 11:00 11:00:20", "11:00:40"), Plan("*/20 * * * * *", "10:59:40", "11:00:30", MissedRuns.Last));

    [Fact]
    public void Before_its_moment_nothing_starts() => Assert.Equal(("", "11:00"), Plan("0 * * * *", "11:00", "10:59:59", MissedRuns.All));

    [Fact]
    public void A_clock_that_is_set_back_repeats_nothing() => Assert.Equal(("", "12:00"), Plan("0 * * * *", "12:00", "10:00", MissedRuns.All));

    [Theory]
    [InlineData(MissedRuns.None, 0)]
    [InlineData(MissedRuns.Last, 1)]
    [InlineData(MissedRuns.All, 24)]
    public void A_clock_that_is_set_forward_a_day_misses_a_day(MissedRuns missed, int starts) =>
        Assert.Equal(starts, Of("0 * * * *", At("11:00"), At("10:30").AddDays(1), missed).Starts.Count);

    [Theory]
    [InlineData("* * * * * *", MissedRuns.All)]
    [InlineData("*/7 * * * *", MissedRuns.All)]
    [InlineData("0 0 1 1 *", MissedRuns.Last)]
    public void Of_years_of_missed_moments_the_last_ones_start(string cron, MissedRuns missed)
    {
        var now = At("11:00:30");

        var plan = Of(cron, At("00:00").AddYears(-5), now, missed);

        Assert.Equal(missed == MissedRuns.All ? DuePlan.MostMissed : 1, plan.Starts.Count);
        Assert.Equal(plan.Starts.Order(), plan.Starts);
        Assert.All(plan.Starts.Zip(plan.Starts.Skip(1).Append(plan.Next!.Value)), pair => Assert.Equal(pair.Second, Cron(cron).Next(pair.First)));
    }

    [Fact]
    public void A_rule_that_is_over_waits_for_nothing()
    {
        var last = At("11:00");

        var plan = DuePlan.Of(after => after < last ? last : null, last, At("11:30"), MissedRuns.Last);

        Assert.Equal([last], plan.Starts);
        Assert.Null(plan.Next);
    }

    static (string Starts, string Next) Plan(string cron, string due, string now, MissedRuns missed) =>
        Of(cron, At(due), At(now), missed) is var plan ? (string.Join(' ', plan.Starts.Select(Text)), Text(plan.Next!.Value)) : default;

    static DuePlan Of(string cron, DateTimeOffset due, DateTimeOffset now, MissedRuns missed) => DuePlan.Of(Cron(cron).Next, due, now, missed);

    static ZonedCron Cron(string cron) => ZonedCron.Parse(cron, NodaTime.DateTimeZone.Utc, 0).Cron!;

    static DateTimeOffset At(string time) => DateTimeOffset.Parse($"2027-06-01T{time}Z", CultureInfo.InvariantCulture);

    static string Text(DateTimeOffset moment) => moment.ToString(moment.Second == 0 ? "HH:mm" : "HH:mm:ss", CultureInfo.InvariantCulture);
}
