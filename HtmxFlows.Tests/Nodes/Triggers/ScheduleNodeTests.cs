using System.Globalization;
using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Nodes;

namespace HtmxFlows.Tests.Nodes;

/// <summary>When schedules start runs. Cases 53, 54 and 56 of the acceptance cases.</summary>
public sealed class ScheduleNodeTests
{
    static readonly DateTimeOffset Since = Utc("2027-01-01T10:07:00");

    [Theory]
    [InlineData("{}", "cron: Give either a cron expression or a duration.")]
    [InlineData("""{"cron": "@daily", "every": "PT1H"}""", "every: Give either a cron expression or a duration.")]
    [InlineData("""{"cron": "60 * * * *"}""", "cron: The cron expression is wrong: Minutes: Value must be a number between 0 and 59 (all inclusive).")]
    [InlineData("""{"every": "soon"}""", "every: “soon” is no duration of a second or more. Write it as PT3H, P1D or 30m.")]
    [InlineData("""{"every": "PT0.5S"}""", "every: “PT0.5S” is no duration of a second or more. Write it as PT3H, P1D or 30m.")]
    [InlineData("""{"cron": "@daily", "zone": "Middle/Earth"}""", "zone: “Middle/Earth” is no time zone. Use a name such as Europe/Berlin, or UTC.")]
    [InlineData("""{"cron": "@daily", "window": "x"}""", "window: “x” is no duration. Write it as PT30M or 30m.")]
    [InlineData("""{"cron": "@daily", "from": "31.1.2030"}""", "from: “31.1.2030” is no day or time. Write it as 2030-01-31, 2030-01-31T09:00 or 2030-01-31T08:00:00Z.")]
    [InlineData("""{"cron": "@daily", "until": "2030-02-30"}""", "until: “2030-02-30” is no day or time. Write it as 2030-01-31, 2030-01-31T09:00 or 2030-01-31T08:00:00Z.")]
    [InlineData("""{"cron": "@daily", "pauseAfterFailures": 0}""", "pauseAfterFailures: Pause after failures must be a whole number from 1 to 1000.")]
    public void A_wrong_schedule_is_reported_at_its_field(string data, string problem) => Assert.Equal([problem], NodeTypes.Problems("schedule", data));

    [Theory]
    [InlineData("PT3H", "13:07 16:07 19:07")]
    [InlineData("3h", "13:07 16:07 19:07")]
    [InlineData("PT1H30M", "11:37 13:07 14:37")]
    [InlineData("30 min", "10:37 11:07 11:37")]
    public void A_duration_is_counted_from_the_beginning_of_the_rule(string every, string expected) =>
        Assert.Equal(expected, string.Join(' ', Next($$"""{"every": "{{every}}"}""", 3).Select(moment => moment.ToString("HH:mm", CultureInfo.InvariantCulture))));

    [Fact]
    public void All_gaps_are_seven_seconds()
    {
        var moments = Next("""{"every": "PT7S"}""", 9);

        Assert.Equal(Since.AddSeconds(7), moments[0]);
        Assert.All(moments.Zip(moments.Skip(1)), pair => Assert.Equal(TimeSpan.FromSeconds(7), pair.Second - pair.First));
    }

    [Fact]
    public void Begin_and_end_are_days_and_times_on_the_clock_of_the_zone()
    {
        const string Data = """{"cron": "0 9 * * *", "zone": "Europe/Berlin", "from": "2027-03-27", "until": "2027-03-29T09:00"}""";

        Assert.Equal(new[] { "2027-03-27T08:00", "2027-03-28T07:00", "2027-03-29T07:00" }.Select(Utc), Next(Data, 9));
        Assert.Equal(Utc("2027-03-28T07:00"), Next(Data.Replace("2027-03-27", "2027-03-27T08:00:01Z", StringComparison.Ordinal), 1)[0]);
    }

    [Fact]
    public void A_paused_schedule_starts_nothing() => Assert.Empty(Next("""{"cron": "@daily", "paused": true}""", 1));

    [Fact]
    public void Schedules_of_one_time_are_spread_over_their_window_and_each_has_its_place_for_good()
    {
        const string Data = """{"cron": "0 9 * * *", "window": "30m"}""";
        var random = new Random(20261130);
        var places = Enumerable.Range(0, 100).Select(_ => random.Next(int.MinValue, int.MaxValue)).Select(seed => Next(Data, 3, seed)).ToArray();

        Assert.All(places, days => Assert.Single(days.Select(day => day.TimeOfDay).Distinct()));
        Assert.All(places, days => Assert.InRange(days[0].TimeOfDay, TimeSpan.FromHours(9), new(9, 29, 59)));
        Assert.InRange(places.Select(days => days[0].TimeOfDay).Distinct().Count(), 80, 100);
        Assert.Equal(Utc("2027-01-01T09:00"), Next("""{"cron": "0 9 * * *", "window": "30m", "from": "2027-01-01"}""", 1, seed: 0, since: Utc("2026-01-01"))[0]);
    }

    [Fact]
    public void Another_rule_is_another_text_and_a_setting_beside_it_is_not()
    {
        static string? Rule(string data) => Type.Rule(Type.Read(Json.Parse(data)).Configuration!);

        Assert.NotEqual(Rule("""{"every": "PT3H"}"""), Rule("""{"cron": "20 * * * *"}"""));
        Assert.Equal(Rule("""{"every": "PT3H"}"""), Rule("""{"every": "PT3H", "missed": "all", "pauseAfterFailures": 3}"""));
    }

    static NodeType Type => NodeTypes.Catalogue.Find("schedule")!;

    static DateTimeOffset[] Next(string data, int count, int seed = 0, DateTimeOffset? since = null)
    {
        var configuration = JsonSerializer.Deserialize<ScheduleNode.Configuration>(data, Json.Options)!;
        List<DateTimeOffset> moments = [];
        for (var at = since ?? Since; moments.Count < count && Type.NextDue(configuration, seed, since ?? Since, at) is { } next; at = next)
            moments.Add(next);
        return [.. moments];
    }

    static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
