using System.Globalization;
using System.Text.Json;
using HtmxFlows.Data;

namespace HtmxFlows.Nodes;

/// <summary>Numbers, dates and times as cells hold them: a number of days since the end of 1899, or since the beginning of 1904.</summary>
static class XlsxNumber
{
    /// <summary>How many digits of a number spreadsheets keep.</summary>
    public const int Digits = 15;

    const int DaysTo1904 = 1462, FalseLeapDay = 60;

    const decimal MillisecondsOfDay = 86_400_000;

    static readonly DateTime Begin = new(1899, 12, 30), End = new(9999, 12, 31);

    /// <summary>The value of a number: exact, or as ISO text if its format is that of a date or a time.</summary>
    /// <param name="text">The number as the file has it.</param>
    public static JsonElement Read(string text, XlsxFormat format, bool isFrom1904) =>
        format != XlsxFormat.Number && decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var days) && Moment(days, format, isFrom1904) is { } moment
            ? Json.Text(moment) : Number(text);

    /// <summary>The days of a date or a time in ISO form; null if the text is neither.</summary>
    public static (decimal Days, XlsxFormat Format)? Days(string text)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return Days(day.ToDateTime(default), XlsxFormat.Date);
        if (DateTime.TryParseExact(text, ["yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss.fff"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment))
            return Days(moment, XlsxFormat.Date | XlsxFormat.Time);
        return TimeOnly.TryParseExact(text, ["HH:mm:ss", "HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? ((decimal)time.ToTimeSpan().TotalMilliseconds / MillisecondsOfDay, XlsxFormat.Time) : null;
    }

    // Before March 1900 the days are counted by another rule, which few programs know.
    static (decimal, XlsxFormat)? Days(DateTime moment, XlsxFormat format) =>
        moment >= Begin.AddDays(FalseLeapDay + 1) ? ((decimal)(moment - Begin).TotalMilliseconds / MillisecondsOfDay, format) : null;

    static string? Moment(decimal days, XlsxFormat format, bool isFrom1904)
    {
        if (format == XlsxFormat.Elapsed)
            return Elapsed(days);
        if (days < 0 || days > (decimal)(End - Begin).TotalDays)
            return null;
        var milliseconds = Math.Round(days * MillisecondsOfDay);
        if (days < 1 && !isFrom1904 || format == XlsxFormat.Time && days < 1)
            return Time(TimeSpan.FromMilliseconds((double)milliseconds));
        // The day 60 is 29 February 1900, which there was not.
        var moment = Begin.AddMilliseconds((double)milliseconds).AddDays(isFrom1904 ? DaysTo1904 : days < FalseLeapDay ? 1 : 0);
        var date = moment.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return format == XlsxFormat.Date && moment.TimeOfDay == TimeSpan.Zero ? date : $"{date}T{Time(moment.TimeOfDay)}";
    }

    static string Time(TimeSpan time) => time.ToString(time.Milliseconds == 0 ? @"hh\:mm\:ss" : @"hh\:mm\:ss\.fff", CultureInfo.InvariantCulture);

    /// <summary>Hours beyond a day are hours: 36:00:00.</summary>
    static string? Elapsed(decimal days)
    {
        if (Math.Abs(days) > 1_000_000)
            return null;
        var seconds = (long)Math.Round(Math.Abs(days) * 86_400);
        return string.Create(CultureInfo.InvariantCulture, $"{(days < 0 ? "-" : "")}{seconds / 3600:00}:{seconds / 60 % 60:00}:{seconds % 60:00}");
    }

    /// <summary>
    /// Spreadsheets keep 15 digits of a number and write up to 17 of its binary form, 1.1000000000000001 for 1.1; then it is the shortest number of
    /// the same binary form. Other numbers have all their digits.
    /// </summary>
    static JsonElement Number(string text)
    {
        var digits = text.AsSpan().TrimStart('-').TrimStart('0').Trim();
        if (digits.ContainsAny('.', 'e', 'E') && digits.Length > Digits + 1 && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
            return Json.From(number);
        return Json.TryParse(text.Trim()) is { ValueKind: JsonValueKind.Number } exact ? exact
            : decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var other) ? Json.From(other) : Json.Text(text);
    }
}
