using System.Globalization;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Outbound;

namespace HtmxFlows.Nodes;

/// <summary>How the result of a run is sent to a caller that waits for it over HTTP.</summary>
/// <param name="Status">From 200 to 599; null is 200.</param>
/// <param name="ContentType">The media type; null is JSON, or plain text for a text.</param>
/// <param name="Headers">Further headers by their names; null if there are none.</param>
public sealed record RunResponse(int? Status, string? ContentType, IReadOnlyDictionary<string, string>? Headers)
{
    const int LeastStatus = 200, MostStatus = 599;

    /// <summary>Headers of the connection, of browsers' sessions with this server, and the one that has a field of its own.</summary>
    static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase) { "Content-Type", "Set-Cookie", "Strict-Transport-Security", "Content-Security-Policy" };

    /// <exception cref="NodeException">It is not a status.</exception>
    public static int StatusOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var status) && status is >= LeastStatus and <= MostStatus ? status
        : throw new NodeException($"Status is “{Excerpt.Of(text)}”; a number from {LeastStatus} to {MostStatus} is required.");

    /// <summary>What is wrong with the name of a header, in a sentence, or null.</summary>
    public static string? FindNameProblem(string name) =>
        name.Length == 0 || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || "!#$%&'*+-.^_`|~".Contains(letter, StringComparison.Ordinal)) ? $"“{Excerpt.Of(name)}” is not the name of a header."
        : Reserved.Contains(name) || OutboundMessage.IsOfConnection(name) ? $"The header {name} is set by the server. Remove it{(name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase) ? ", and use the field Content type" : "")}."
        : null;

    /// <summary>A value that can stand in a header.</summary>
    /// <exception cref="NodeException">It has a line break or another character that headers do not allow.</exception>
    public static string ValueOf(string name, string value) => value.All(letter => letter is '\t' or (>= ' ' and <= '~')) ? value
        : throw new NodeException($"The value of the header {name} contains a line break or another character that headers do not allow. Remove or encode it.");
}
