using System.Globalization;

namespace HtmxFlows.Conditions;

/// <summary>Dates as values have them: ISO 8601 texts.</summary>
static class IsoDate
{
    /// <summary>Reads a text that begins as ISO 8601 does, <c>2030-01-31</c>, with or without a time; without an offset it is UTC.</summary>
    public static bool TryRead(string text, out DateTimeOffset moment)
    {
        moment = default;
        return text is [>= '0' and <= '9', _, _, _, '-', _, _, '-', _, _, ..]
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out moment);
    }

    /// <summary>With its offset, and with as many fractions of a second as there are.</summary>
    public static string Write(DateTimeOffset moment) => moment.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture);
}
