using System.Globalization;
using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using NodaTime;
using NodaTime.Text;

namespace HtmxFlows.Conditions;

/// <summary>Dates as texts of any form: ISO 8601, patterns, and the seconds or milliseconds since 1970.</summary>
static class DateText
{
    /// <summary>The longest form of a date, in characters.</summary>
    public const int LongestForm = 200;

    const string Unix = "unix", UnixMilliseconds = "unix-ms";

    /// <summary>What is wrong with a form that values are to be read in, or null.</summary>
    public static string? FindReadProblem(string form) => FindProblem(form, () => Reader(form));

    /// <summary>What is wrong with a form that results are to be written in, or null.</summary>
    public static string? FindWriteProblem(string form) => FindProblem(form, () => ZonedDateTimePattern.CreateWithInvariantCulture(form, null));

    /// <param name="zone">That of texts without an offset, and of the result; null is UTC, and that of the text.</param>
    /// <exception cref="NodeException">The text has not that form.</exception>
    public static ZonedDateTime Read(string text, string form, DateTimeZone? zone) => form switch
    {
        "" => WrittenDate.TryRead(text, zone, out var date) ? date
            : throw new NodeException($"{Json.Describe(Json.Text(text))} is not a date in {WrittenDate.Forms}. Change the value, or set Input format."),
        Unix or UnixMilliseconds => ReadUnix(text, form, zone),
        _ when Reader(form)(text, zone) is { Success: true } read => read.Value,
        _ => throw new NodeException($"{Json.Describe(Json.Text(text))} does not match the format {form}. Change the value, or the field Input format."),
    };

    public static JsonElement Write(ZonedDateTime value, string form) => form switch
    {
        "" => Json.Text(WrittenDate.Write(value)),
        Unix => Json.From(value.ToInstant().ToUnixTimeSeconds()),
        UnixMilliseconds => Json.From(value.ToInstant().ToUnixTimeMilliseconds()),
        _ => Json.Text(ZonedDateTimePattern.CreateWithInvariantCulture(form, null).Format(value)),
    };

    static ZonedDateTime ReadUnix(string text, string form, DateTimeZone? zone)
    {
        if (!long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number))
            throw new NodeException($"{Json.Describe(Json.Text(text))} is not a whole number, as {form} requires. Change the value, or the field Input format.");
        return (form == Unix ? Instant.FromUnixTimeSeconds(number) : Instant.FromUnixTimeMilliseconds(number)).InZone(zone ?? DateTimeZone.Utc);
    }

    static ZonedDateTime InZone(OffsetDateTime value, DateTimeZone? zone) => zone is null ? value.InFixedZone() : value.InZone(zone);

    /// <summary>Reads by a pattern, which has an offset in it or not.</summary>
    static Func<string, DateTimeZone?, ParseResult<ZonedDateTime>> Reader(string form)
    {
        try
        {
            var local = LocalDateTimePattern.CreateWithInvariantCulture(form);
            return (text, zone) => local.Parse(text).Convert(read => read.InZoneLeniently(zone ?? DateTimeZone.Utc));
        }
        catch (InvalidPatternException)
        {
            var pattern = OffsetDateTimePattern.CreateWithInvariantCulture(form);
            return (text, zone) => pattern.Parse(text).Convert(read => InZone(read, zone));
        }
    }

    static string? FindProblem(string form, Action make)
    {
        if (form.Length > LongestForm)
            return $"The format has more than {LongestForm} characters, the limit.";
        try
        {
            if (form is not ("" or Unix or UnixMilliseconds))
                make();
            return null;
        }
        catch (InvalidPatternException error)
        {
            return $"“{form}” is not a valid format: {error.Message}";
        }
    }
}
