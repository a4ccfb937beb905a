using Cronos;
using NodaTime;
using NodaTime.TimeZones;

namespace HtmxFlows.Nodes;

/// <summary>
/// A cron expression in a time zone. Cronos finds the times on the clock; what they are when clocks change is decided here, by the time zones that the program brings
/// along: a time that does not exist is the moment at which the clock jumps over it, and a time that exists twice counts once, the first time. Expressions
/// that repeat within the day (with <c>*</c>, a range or steps in seconds, minutes or hours) count in both passes, so that none is skipped.
/// </summary>
public sealed class ZonedCron
{
    /// <summary>How many changes of the clock are looked at until an expression is taken to be over.</summary>
    const int MostChanges = 400;

    readonly CronExpression expression;
    readonly DateTimeZone zone;
    readonly bool repeats;

    ZonedCron(CronExpression expression, DateTimeZone zone, bool repeats) => (this.expression, this.zone, this.repeats) = (expression, zone, repeats);

    /// <param name="seed">What <c>H</c> stands for: the same seed gives the same times.</param>
    /// <returns>The expression, or a sentence that says what is wrong with it.</returns>
    public static (ZonedCron? Cron, string? Problem) Parse(string text, DateTimeZone zone, int seed)
    {
        var parts = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var isMacro = parts is [['@', ..]];
        if (!isMacro && parts.Length is not (5 or 6))
            return (null, $"A cron expression has 5 fields (minutes, hours, day of the month, month, day of the week), or 6 with seconds first; this one has {parts.Length}.");
        try
        {
            // With a seed, Cronos would spread the macros too; they are on the hour here.
            var (expression, format) = (string.Join(' ', parts), parts.Length == 6 ? CronFormat.IncludeSeconds : CronFormat.Standard);
            var parsed = isMacro ? CronExpression.Parse(expression, format) : CronExpression.Parse(expression, format, seed);
            if (parsed.GetNextOccurrence(new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc)) is null)
                return (null, "This day never comes: no month has it.");
            return (new(parsed, zone, isMacro ? parts[0] is "@hourly" or "@every_minute" or "@every_second" : Repeats(parts)), null);
        }
        catch (CronFormatException error)
        {
            return (null, $"The cron expression is wrong: {Reason(error.Message)}");
        }
    }

    /// <summary>The first moment after another one; null if there is none.</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        var interval = zone.GetZoneInterval(Instant.FromDateTimeOffset(after));
        var from = Local(after.UtcDateTime, interval);
        var isAfter = true;
        for (var change = 0; change < MostChanges; change++)
        {
            // A time that existed before the clock was set back counts there.
            if (!repeats && SecondPassEnd(interval) is { } end && from < end)
                (from, isAfter) = (end, false);
            if (expression.GetNextOccurrence(from, inclusive: !isAfter) is not { } found)
                return null;
            if (!interval.HasEnd || found < LocalEnd(interval))
                return new(DateTime.SpecifyKind(found - interval.WallOffset.ToTimeSpan(), DateTimeKind.Utc));
            var next = zone.GetZoneInterval(interval.End);
            if (found < LocalStart(next))
                return interval.End.ToDateTimeOffset();
            (interval, from, isAfter) = (next, LocalStart(next), false);
        }
        return null;
    }

    /// <summary>The time on the clock up to which the times of an interval exist for the second time; null if none does.</summary>
    DateTime? SecondPassEnd(ZoneInterval interval)
    {
        if (!interval.HasStart)
            return null;
        var end = LocalEnd(zone.GetZoneInterval(interval.Start - Duration.Epsilon));
        return end > LocalStart(interval) ? end : null;
    }

    static DateTime LocalStart(ZoneInterval interval) => Local(interval.Start.ToDateTimeUtc(), interval);

    static DateTime LocalEnd(ZoneInterval interval) => Local(interval.End.ToDateTimeUtc(), interval);

    /// <summary>A time on the clock, in the type that Cronos takes.</summary>
    static DateTime Local(DateTime utc, ZoneInterval interval) => DateTime.SpecifyKind(utc + interval.WallOffset.ToTimeSpan(), DateTimeKind.Utc);

    static bool Repeats(string[] parts) => parts.Take(parts.Length - 3).Any(field => field.AsSpan().ContainsAny('*', '/', '-'));

    /// <summary>Cronos' sentence without its beginning, and with its field first.</summary>
    static string Reason(string message)
    {
        var at = message.IndexOf("format. ", StringComparison.Ordinal);
        return at < 0 ? message : message[(at + "format. ".Length)..];
    }
}
