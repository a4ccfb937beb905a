using System.Text.Json.Nodes;
using HtmxFlows.Data;
using HtmxFlows.Nodes;

namespace HtmxFlows.Workflows;

/// <summary>
/// Makes the configuration of an <see cref="HttpNode"/> from a <c>curl</c> command. Nothing is executed, read or fetched;
/// unsupported parts are reported.
/// </summary>
public sealed class CurlCommand
{
    static readonly Dictionary<string, string> LongNames = new()
    {
        ["X"] = "request",
        ["H"] = "header",
        ["d"] = "data",
        ["F"] = "form",
        ["u"] = "user",
        ["A"] = "user-agent",
        ["e"] = "referer",
        ["b"] = "cookie",
        ["G"] = "get",
        ["I"] = "head",
        ["m"] = "max-time",
        ["k"] = "insecure",
        ["x"] = "proxy",
        ["o"] = "output",
        ["T"] = "upload-file",
        ["K"] = "config",
        ["s"] = "silent",
        ["S"] = "show-error",
        ["L"] = "location",
        ["i"] = "include",
        ["v"] = "verbose",
        ["f"] = "fail",
        ["g"] = "globoff",
        ["N"] = "no-buffer",
        ["#"] = "progress-bar",
        ["O"] = "remote-name",
        ["w"] = "write-out",
        ["c"] = "cookie-jar",
        ["D"] = "dump-header",
        ["E"] = "cert",
        ["r"] = "range",
    };

    /// <summary>Of no effect on what is sent, or what the node does anyway.</summary>
    static readonly HashSet<string> Harmless =
    [
        "silent", "show-error", "location", "include", "verbose", "fail", "fail-with-body", "globoff", "no-buffer", "progress-bar", "no-progress-meter", "compressed", "http1.1", "http2",
    ];

    static readonly Dictionary<string, string> Refused = new()
    {
        ["insecure"] = "Certificates are always checked, so this is ignored.",
        ["proxy"] = "Calls go directly to the address, so this is ignored.",
        ["output"] = "The response is the output of the node, so this is ignored.",
        ["write-out"] = "The response is the output of the node, so this is ignored.",
        ["cookie-jar"] = "Cookies are not kept between calls, so this is ignored.",
        ["dump-header"] = "The headers are in the output of the node, so this is ignored.",
        ["cert"] = "Client certificates are not supported, so this is ignored.",
        ["upload-file"] = "Files on this machine are never read. Put the content into the body.",
        ["config"] = "Files on this machine are never read. Paste the options themselves.",
    };

    static readonly HashSet<string> WithValue =
    [
        "request", "header", "data", "data-raw", "data-binary", "data-ascii", "data-urlencode", "json", "form", "form-string", "user", "user-agent", "referer", "cookie",
        "oauth2-bearer", "max-time", "connect-timeout", "retry", "retry-delay", "url", "range", .. Refused.Keys.Where(name => name != "insecure"),
    ];

    readonly CurlRequest request = new();
    readonly List<string> problems = [];

    CurlCommand(IReadOnlyList<string> words)
    {
        var rest = new Queue<string>(words.Skip(words.Count > 0 && words[0] == "curl" ? 1 : 0));
        while (rest.TryDequeue(out var word))
        {
            if (word.StartsWith("--", StringComparison.Ordinal))
                Take(word[2..].Split('=')[0], word.Contains('=', StringComparison.Ordinal) ? word[(word.IndexOf('=', StringComparison.Ordinal) + 1)..] : null, rest);
            else if (word is ['-', _, ..])
                TakeShort(word[1..], rest);
            else
                request.AddUrl(word, problems);
        }
    }

    /// <summary>Reads a command.</summary>
    /// <returns>The node's <c>data</c>, or null if there is no address in it; and what was left out or is to be looked at, in sentences.</returns>
    public static (JsonObject? Data, IReadOnlyList<string> Problems) Read(string text)
    {
        var shell = new ShellWords(text);
        var command = new CurlCommand(shell.Words);
        return (command.request.ToData(command.problems), [.. shell.Problems, .. command.problems]);
    }

    // -sSLXPOST is -s -S -L -X POST.
    void TakeShort(string letters, Queue<string> rest)
    {
        for (var i = 0; i < letters.Length; i++)
        {
            var name = LongNames.GetValueOrDefault(letters[i..(i + 1)], letters[i..(i + 1)]);
            var value = WithValue.Contains(name) && i + 1 < letters.Length ? letters[(i + 1)..] : null;
            Take(name, value, rest);
            if (value is not null)
                return;
        }
    }

    void Take(string name, string? value, Queue<string> rest)
    {
        if (WithValue.Contains(name) && value is null && !rest.TryDequeue(out value))
            problems.Add($"The option {Shown(name)} has no value and is ignored.");
        else if (Refused.TryGetValue(name, out var why))
            problems.Add($"{Shown(name)}: {why}");
        else if (!Harmless.Contains(name) && !request.Apply(name, value ?? "", problems))
            problems.Add($"The option {Shown(name)} is unknown and is ignored. If it has a value, check how the value was used.");
    }

    static string Shown(string name) => $"{(name.Length == 1 ? "-" : "--")}{Excerpt.Of(name)}";
}
