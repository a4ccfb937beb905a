using System.Globalization;
using HtmxFlows.Nodes;
using HtmxFlows.Tests.Rules;
using NodaTime;

namespace HtmxFlows.Tests.Nodes;

/// <summary>
/// The facts of the table that Cronos publishes of its own behaviour (HangfireIO/Cronos, MIT licence), without those about H, whose values are its own. A line is a time
/// zone, an expression, a relation, a moment, and the first moment of the expression that is in that relation to it. A search here does not begin with the moment at
/// which a clock jumps, so that two lines have > where the table has >=.
/// </summary>
public sealed class CronTableTests
{
    const string Never = "never";

    [Fact]
    public void Each_expression_of_the_table_has_its_next_moment()
    {
        var rows = Lines("cron-moments.tsv").Select(line => line.Split('\t')).ToArray();

        Assert.True(rows.Length > 1000, $"Only {rows.Length} rows were read.");
        Assert.DoesNotContain(rows.Select(row => (Row: string.Join(" | ", row), Found: Next(row[0], row[1], row[2] == ">=", Utc(row[3])), Expected: row[4])), one => one.Found != one.Expected);
    }

    [Fact]
    public void Each_wrong_expression_of_the_table_is_refused()
    {
        var expressions = Lines("cron-refusals.txt");

        Assert.True(expressions.Length > 300, $"Only {expressions.Length} rows were read.");
        Assert.DoesNotContain(expressions, expression => ZonedCron.Parse(expression, DateTimeZone.Utc, 0).Problem is null);
    }

    static string Next(string zone, string expression, bool isInclusive, DateTimeOffset from)
    {
        var (cron, problem) = ZonedCron.Parse(expression, DateTimeZoneProviders.Tzdb[zone], 0);
        return cron is null ? (problem!.Contains("never comes", StringComparison.Ordinal) ? Never : problem)
            : cron.Next(isInclusive ? from.AddTicks(-1) : from) is { } next ? Text(next) : Never;
    }

    static string Text(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    static string[] Lines(string file) => File.ReadAllLines(Path.Combine(Source.Root, "HtmxFlows.Tests", "Nodes", "Triggers", "Cases", file));
}
