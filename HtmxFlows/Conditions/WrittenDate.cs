using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;

namespace HtmxFlows.Conditions;

/// <summary>
/// Dates as text, the same for every node: ISO 8601 and RFC 3339, the dates of mail (RFC 2822) and those of HTTP (RFC 9110). A text that
/// several people would read differently, such as 01/02/2030 or 9:00 PM, is not a date.
/// </summary>
static partial class WrittenDate
{
    /// <summary>What a date is written as, for messages.</summary>
    public const string Forms = "ISO 8601, e.g. 2030-01-31T09:00:00+01:00, or a mail or HTTP date, e.g. Thu, 31 Jan 2030 09:00:00 +0100";

    static readonly LocalDateTimePattern Local = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss;FFFFFFFFF");

    static readonly OffsetDateTimePattern Iso = OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss;FFFFFFFFFo<+HH:mm>");

    /// <summary>Reads a date with or without a time. 24:00 is the start of the next day.</summary>
    /// <param name="zone">The zone of texts without an offset, and of the result; null is UTC, and the offset of the text.</param>
    public static bool TryRead(string text, DateTimeZone? zone, out ZonedDateTime date)
    {
        date = default;
        if (Form(text) is not { } form || LocalTime(form) is not { } local)
            return false;
        try
        {
            if (form.Groups["offset"] is not { Success: true } written)
                date = local.InZoneLeniently(zone ?? DateTimeZone.Utc);
            else if (MailDate.Offset(written.Value) is { } offset)
                date = zone is null ? local.WithOffset(offset).InFixedZone() : local.WithOffset(offset).InZone(zone);
            else
                return false;
            _ = date.ToInstant();
            return date.Year > 0;
        }
        catch (Exception error) when (error is OverflowException or ArgumentOutOfRangeException)
        {
            return false;
        }
    }

    /// <summary>Reads a date as a point in time; without an offset it is UTC.</summary>
    public static bool TryRead(string text, out Instant moment)
    {
        var read = TryRead(text, null, out var date);
        moment = read ? date.ToInstant() : default;
        return read;
    }

    /// <summary>ISO 8601 with the offset, and with as many fractions of a second as there are. Offsets are whole minutes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The year is before 1.</exception>
    public static string Write(ZonedDateTime date) =>
        date.Year < 1 ? throw new ArgumentOutOfRangeException(nameof(date)) : Iso.Format(date.ToOffsetDateTime().WithOffset(NodaTime.Offset.FromSeconds(date.Offset.Seconds / 60 * 60)));

    static Match? Form(string text)
    {
        var trimmed = text.Trim();
        return trimmed.Length is < 8 or > 100 ? null
            : char.IsAsciiDigit(trimmed[2]) && Standard().Match(trimmed) is { Success: true } iso ? iso
            : MailDate.Form(trimmed);
    }

    static LocalDateTime? LocalTime(Match form)
    {
        string Part(string name, string otherwise) => form.Groups[name] is { Success: true, Value: var value } ? value : otherwise;
        var month = MailDate.Month(form.Groups["month"].Value);
        var rest = $"{month}-{Part("day", "").PadLeft(2, '0')}T{Part("hour", "00")}:{Part("minute", "00")}:{Part("second", "00")}.{Part("fraction", "0")}";
        foreach (var year in MailDate.Years(form.Groups["year"].Value))
        {
            if (Local.Parse($"{year}-{rest}") is { Success: true, Value: var local } && MailDate.HasWeekday(local.Date, form.Groups["weekday"]))
                return local;
        }
        return null;
    }

    // The basic form, without separators, needs a time: eight digits alone are a number.
    [GeneratedRegex("""
        ^(?<year>[0-9]{4})
        (?: -(?<month>[0-9]{2})-(?<day>[0-9]{2})
            (?: (?:T|\x20+) (?<hour>[0-9]{2}) : (?<minute>[0-9]{2}) (?: : (?<second>[0-9]{2}) (?: [.,] (?<fraction>[0-9]{1,9}) )? )?
                (?: \x20* (?<offset>Z|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?) )? )?
        |   (?<month>[0-9]{2})(?<day>[0-9]{2}) T (?<hour>[0-9]{2})(?<minute>[0-9]{2}) (?: (?<second>[0-9]{2}) (?: [.,] (?<fraction>[0-9]{1,9}) )? )?
            (?<offset>Z|[+-][0-9]{2}(?:[0-9]{2})?)?
        )\z
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Standard();
}
