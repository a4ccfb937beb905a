using System.Globalization;
using System.Text.RegularExpressions;
using HtmxFlows.Data;

namespace HtmxFlows.Credentials;

/// <summary>
/// Hosts that a secret is bound to: <c>api.example.com</c>, <c>*.example.com</c> for all names below it, each with <c>:port</c> if only that port is meant.
/// </summary>
public sealed partial class HostPatterns
{
    /// <summary>The most hosts of one secret.</summary>
    public const int Most = 50;

    readonly string[] patterns;

    HostPatterns(string[] patterns) => this.patterns = patterns;

    /// <summary>Bound to none, so that any host is allowed.</summary>
    public static HostPatterns None { get; } = new([]);

    public bool IsEmpty => patterns.Length == 0;

    /// <summary>Reads hosts with spaces, commas or line ends between them.</summary>
    /// <returns>The hosts, or what is wrong, in a sentence.</returns>
    public static (HostPatterns? Hosts, string? Problem) Read(string text)
    {
        var words = text.Split([' ', ',', ';', '\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length > Most)
            return (null, $"These are more than {Most} hosts.");
        string?[] read = [.. words.Select(Normal)];
        return Array.IndexOf(read, null) is >= 0 and var wrong
            ? (null, $"“{Excerpt.Of(words[wrong])}” is not a host. Write one like api.example.com or *.example.com, without https:// and path.")
            : (new([.. read.OfType<string>().Distinct()]), null);
    }

    /// <summary>Whether an address is on one of the hosts.</summary>
    public bool Match(Uri url) => Array.Exists(patterns, pattern => Match(pattern, url));

    /// <summary>Whether every host of these is one of others, or those allow any.</summary>
    public bool IsWithin(HostPatterns others) => others.IsEmpty || !IsEmpty && patterns.All(pattern => others.patterns.Any(other => Covers(other, pattern)));

    /// <summary>The hosts with spaces between them, as they are stored.</summary>
    public override string ToString() => string.Join(' ', patterns);

    /// <summary>The hosts for a sentence.</summary>
    public string InSentence => string.Join(", ", patterns);

    /// <summary>The first host that an address can be on; null if there is none.</summary>
    public string? First => patterns.FirstOrDefault(pattern => pattern[0] != '*');

    static bool Match(string pattern, Uri url)
    {
        var (host, port) = Split(pattern);
        return (port is null || port == url.Port) && MatchName(host, url.IdnHost.Trim('[', ']').ToLowerInvariant());
    }

    static bool MatchName(string pattern, string host) => pattern.StartsWith("*.", StringComparison.Ordinal) ? host.Length >= pattern.Length && host.EndsWith(pattern[1..], StringComparison.Ordinal) : pattern.Trim('[', ']') == host;

    static bool Covers(string wide, string narrow)
    {
        var ((wideHost, widePort), (narrowHost, narrowPort)) = (Split(wide), Split(narrow));
        return (widePort is null || widePort == narrowPort) && (wideHost == narrowHost || MatchName(wideHost, narrowHost.TrimStart('*', '.')) && wideHost[0] == '*');
    }

    static (string Host, int? Port) Split(string pattern) => Form().Match(pattern) is var match && match.Groups["port"] is { Success: true } port
        ? (match.Groups["host"].Value, int.Parse(port.Value, CultureInfo.InvariantCulture)) : (pattern, null);

    static string? Normal(string text)
    {
        if (Form().Match(text) is not { Success: true } match || match.Groups["port"] is { Success: true } port && int.Parse(port.Value, CultureInfo.InvariantCulture) is < 1 or > 65535)
            return null;
        var (star, name) = match.Groups["host"].Value is var host && host.StartsWith("*.", StringComparison.Ordinal) ? ("*.", host[2..]) : ("", host);
        // A whole top-level domain is no bound.
        if (star.Length > 0 && !name.Contains('.', StringComparison.Ordinal) || Uri.CheckHostName(name) == UriHostNameType.Unknown || star.Length > 0 && Uri.CheckHostName(name) != UriHostNameType.Dns)
            return null;
        return Uri.TryCreate($"http://{name}/", UriKind.Absolute, out var url) ? $"{star}{(url.HostNameType == UriHostNameType.IPv6 ? url.Host : url.IdnHost.ToLowerInvariant())}{match.Groups["rest"].Value}" : null;
    }

    [GeneratedRegex(@"^(?<host>(?:\*\.)?[^\s:/?#@\[\]*%]+|\[[0-9a-fA-F:.]+\])(?<rest>:(?<port>\d{1,5}))?$")]
    private static partial Regex Form();
}
