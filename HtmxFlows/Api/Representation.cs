using Microsoft.Net.Http.Headers;

namespace HtmxFlows.Api;

/// <summary>A form in which a run can be read at its one address.</summary>
/// <param name="MediaType">What <c>Accept</c> calls it.</param>
public sealed record Representation(string MediaType)
{
    public static Representation Html { get; } = new("text/html");

    /// <summary>The state, as it is now.</summary>
    public static Representation Json { get; } = new("application/json");

    /// <summary>The events as server-sent events with JSON: those that there are, then those that come.</summary>
    public static Representation Events { get; } = new("text/event-stream");

    /// <summary>The same, a line of JSON each.</summary>
    public static Representation Lines { get; } = new("application/x-ndjson");

    /// <summary>The same, as a log for people.</summary>
    public static Representation Text { get; } = new("text/plain");

    /// <summary>Chooses by <c>Accept</c> (RFC 9110, section 12.5.1): the highest quality, and among equals the first offered.</summary>
    /// <returns>Null if none of those offered is accepted.</returns>
    public static Representation? Choose(HttpRequest request, params Representation[] offered)
    {
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted) || accepted.Count == 0)
            return offered[0];
        var best = offered.MaxBy(representation => Quality(representation, accepted))!;
        return Quality(best, accepted) > 0 ? best : null;
    }

    /// <summary>The quality of the most precise range that the representation is in. Parameters make no difference: each has one form only.</summary>
    static double Quality(Representation representation, IList<MediaTypeHeaderValue> accepted)
    {
        var type = new MediaTypeHeaderValue(representation.MediaType);
        return accepted.Where(range => Covers(range, type)).OrderByDescending(Precision).Select(range => range.Quality ?? 1).FirstOrDefault();
    }

    static bool Covers(MediaTypeHeaderValue range, MediaTypeHeaderValue type) =>
        range.MatchesAllTypes || type.Type.Equals(range.Type, StringComparison.OrdinalIgnoreCase)
        && (range.MatchesAllSubTypes || type.SubType.Equals(range.SubType, StringComparison.OrdinalIgnoreCase));

    static int Precision(MediaTypeHeaderValue range) => range.MatchesAllTypes ? 0 : range.MatchesAllSubTypes ? 1 : 2;
}
