using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace HtmxFlows.Conditions;

/// <summary>
/// The words in dates of mail (RFC 2822) and of HTTP (RFC 9110, with its two obsolete forms): months, weekdays, zones, and years of two
/// digits, which a weekday makes clear.
/// </summary>
static partial class MailDate
{
    static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

    /// <summary>The zones that RFC 2822 defines, in hours from UTC. The letters of its military zones were used in two ways.</summary>
    static readonly Dictionary<string, int> Zones = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Z"] = 0,
        ["UT"] = 0,
        ["UTC"] = 0,
        ["GMT"] = 0,
        ["EST"] = -5,
        ["EDT"] = -4,
        ["CST"] = -6,
        ["CDT"] = -5,
        ["MST"] = -7,
        ["MDT"] = -6,
        ["PST"] = -8,
        ["PDT"] = -7,
    };

    const int LargestOffset = 18 * 60;

    /// <summary>The parts of a text in one of the forms, or null.</summary>
    public static Match? Form(string text) =>
        DayFirst().Match(text) is { Success: true } mail ? mail
        : MonthFirst().Match(text) is { Success: true } c ? c
        : null;

    /// <summary>A month as two digits.</summary>
    public static string Month(string written) =>
        char.IsAsciiDigit(written[0]) ? written
        : (Array.FindIndex(Months, month => month.Equals(written, StringComparison.OrdinalIgnoreCase)) + 1).ToString("00", CultureInfo.InvariantCulture);

    /// <summary>The years that a written year may be.</summary>
    public static IEnumerable<string> Years(string written) =>
        written.Length == 2 ? ["19" + written, "20" + written] : written == "0000" ? [] : [written];

    /// <summary>Whether a date falls on a weekday, if the text names one.</summary>
    public static bool HasWeekday(LocalDate date, Group weekday) =>
        !weekday.Success || date.DayOfWeek.ToString().StartsWith(weekday.Value[..3], StringComparison.OrdinalIgnoreCase);

    /// <summary>A zone by its name, or written as +01:00, +0100 or +01; null if there is none.</summary>
    public static Offset? Offset(string written)
    {
        if (Zones.TryGetValue(written, out var hours))
            return NodaTime.Offset.FromHours(hours);
        if (written[0] is not ('+' or '-'))
            return null;
        var digits = written[1..].Replace(":", "", StringComparison.Ordinal).PadRight(4, '0');
        var (hour, minute) = (int.Parse(digits[..2], CultureInfo.InvariantCulture), int.Parse(digits[2..], CultureInfo.InvariantCulture));
        return minute > 59 || hour * 60 + minute > LargestOffset ? null
            : NodaTime.Offset.FromSeconds((written[0] == '-' ? -60 : 60) * (hour * 60 + minute));
    }

    // Two digits of a year need a weekday: without one, the century would be a guess.
    [GeneratedRegex("""
        ^(?: (?<weekday>Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6} ,? \s+ (?<day>[0-9]{1,2}) (?:\s+|-) (?<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (?:\s+|-) (?<year>[0-9]{4}|[0-9]{2})
        |   (?<day>[0-9]{1,2}) \s+ (?<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \s+ (?<year>[0-9]{4}) )
        \s+ (?<hour>[0-9]{2}) : (?<minute>[0-9]{2}) (?: : (?<second>[0-9]{2}) )? \s+ (?<offset>[+-][0-9]{4}|[A-Z]{1,3}) (?: \s+ \([^()]*\) )?\z
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DayFirst();

    [GeneratedRegex("""
        ^(?<weekday>Mon|Tue|Wed|Thu|Fri|Sat|Sun) \s (?<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \s{1,2} (?<day>[0-9]{1,2})
        \s (?<hour>[0-9]{2}) : (?<minute>[0-9]{2}) : (?<second>[0-9]{2}) \s (?<year>[0-9]{4})\z
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex MonthFirst();
}
