using System.Globalization;
using System.Text.RegularExpressions;

namespace HtmxFlows.Nodes;

/// <summary>Durations as people write them: ISO 8601 (<c>PT1H30M</c>, <c>P1D</c>, <c>P2W</c>), or a number and a unit (<c>30m</c>, <c>3 h</c>).</summary>
static partial class DurationText
{
    /// <summary>The longest one.</summary>
    static readonly TimeSpan Longest = TimeSpan.FromDays(3660);

    /// <returns>Null if the text is none, or it is not positive.</returns>
    public static TimeSpan? Parse(string text)
    {
        var match = Short().Match(text.Trim()) is { Success: true } brief ? brief : Iso().Match(text.Trim());
        if (!match.Success)
            return null;
        var seconds = Number(match, "w") * 7 * 86_400 + Number(match, "d") * 86_400 + Number(match, "h") * 3_600 + Number(match, "m") * 60 + Number(match, "s");
        return seconds > 0 && seconds <= (decimal)Longest.TotalSeconds ? TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond)) : null;
    }

    static decimal Number(Match match, string unit) =>
        match.Groups[unit] is { Success: true, Value: var text } && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(@"^((?<w>[0-9]{1,6}) ?w|(?<d>[0-9]{1,6}) ?d|(?<h>[0-9]{1,6}) ?h|(?<m>[0-9]{1,8}) ?m(in)?|(?<s>[0-9]{1,9}) ?s)$", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Short();

    [GeneratedRegex(@"^P((?<w>[0-9]{1,6})W|((?<d>[0-9]{1,6})D)?(T((?<h>[0-9]{1,6})H)?((?<m>[0-9]{1,8})M)?((?<s>[0-9]{1,9}(\.[0-9]{1,3})?)S)?)?)$", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Iso();
}
