using System.Globalization;
using HtmxFlows.Data;

namespace HtmxFlows.Nodes;

/// <summary>A set of HTTP statuses as people write it: <c>200-299, 404</c>.</summary>
static class HttpStatuses
{
    const int Least = 100, Most = 999, FirstError = 400;

    /// <summary>Whether a set has a status; the empty text is the set of those that are no error.</summary>
    public static bool Contain(string statuses, int status) => string.IsNullOrWhiteSpace(statuses)
        ? status < FirstError
        : statuses.Split(',').Select(Parse).Any(range => range is var (from, to) && from <= status && status <= to);

    /// <summary>Why a text is no such set, in a sentence, or null.</summary>
    public static string? FindProblem(string statuses) => string.IsNullOrWhiteSpace(statuses) ? null
        : statuses.Split(',').FirstOrDefault(part => Parse(part) is null) is { } bad
            ? $"“{Excerpt.Of(bad, 40).Trim()}” is not a status. Use statuses and ranges from {Least} to {Most}, separated by commas: 200-299, 404."
            : null;

    static (int From, int To)? Parse(string part)
    {
        var ends = part.Split('-');
        return ends.Length <= 2 && TryStatus(ends[0], out var from) && TryStatus(ends[^1], out var to) && from <= to ? (from, to) : null;
    }

    static bool TryStatus(string text, out int status) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out status) && status is >= Least and <= Most;
}
