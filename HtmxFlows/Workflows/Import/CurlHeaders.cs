using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HtmxFlows.Data;
using HtmxFlows.Outbound;

namespace HtmxFlows.Workflows;

/// <summary>The headers of a curl command that a node can send.</summary>
sealed partial class CurlHeaders(List<string> problems)
{
    readonly List<(string Name, string Value)> rows = [];

    /// <summary>Reads a value of <c>-H</c>.</summary>
    public void Read(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        if (line.StartsWith('@'))
            problems.Add($"“{Excerpt.Of(line)}” is a file, and files on this machine are never read. Enter the headers themselves.");
        else if (colon < 0 && line.TrimEnd() is [.. var name, ';'])
            Set(name, "");
        else if (colon <= 0)
            problems.Add($"The header “{Excerpt.Of(line)}” {(colon < 0 ? "has no colon" : "has no name")} and was ignored.");
        else if (string.IsNullOrWhiteSpace(line[(colon + 1)..]))
            Remove(line[..colon].Trim());
        else
            Set(line[..colon].Trim(), line[(colon + 1)..].Trim());
    }

    /// <summary>Adds a header, unless it can never be sent.</summary>
    public void Set(string name, string value)
    {
        if (OutboundMessage.IsOfConnection(name))
            problems.Add($"The header {name} is set by the connection, so it was left out.");
        else if (name.Equals("Accept-Encoding", StringComparison.OrdinalIgnoreCase) && value is not "identity")
            problems.Add($"The header {name} was left out: the node asks for the encodings that it can unpack.");
        else if (!Token().IsMatch(name))
            problems.Add($"“{Excerpt.Of(name)}” is not a name of a header, so the header was left out.");
        else
            Keep(name, value);
    }

    void Keep(string name, string value)
    {
        if (!value.All(letter => letter is '\t' or (>= ' ' and <= '~')) && !value.Contains("{{", StringComparison.Ordinal))
            problems.Add($"The value of the header {name} contains characters that headers do not allow. Remove or encode them.");
        rows.Add((name, value));
    }

    /// <summary>Adds a header that curl sets, unless the command gives it.</summary>
    public void SetDefault(string name, string value)
    {
        if (Find(name) is null)
            rows.Add((name, value));
    }

    /// <summary>Adds to the value of a header.</summary>
    public void Append(string name, string value, string separator)
    {
        if (rows.FindIndex(IsNamed(name)) is >= 0 and var index)
            rows[index] = (rows[index].Name, rows[index].Value + separator + value);
        else
            Set(name, value);
    }

    public string? Find(string name) => rows.Find(IsNamed(name)).Value;

    /// <summary>Takes the token of a header <c>Authorization: Bearer</c> out; null if there is none.</summary>
    public string? TakeBearer()
    {
        const string Scheme = "Bearer ";
        var index = rows.FindIndex(header => IsNamed("Authorization")(header) && header.Value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase));
        if (index < 0)
            return null;
        var token = rows[index].Value[Scheme.Length..].Trim();
        rows.RemoveAt(index);
        return token;
    }

    public JsonArray? ToRows() => rows.Count == 0 ? null : [.. rows.Select(header => new JsonObject { ["name"] = header.Name, ["value"] = header.Value })];

    // curl then does not send a header that is one of its defaults.
    void Remove(string name)
    {
        if (!OutboundMessage.IsOfConnection(name))
            problems.Add($"The header {Excerpt.Of(name)} has no value, which removes it in curl. The node may send its own.");
    }

    static Predicate<(string Name, string Value)> IsNamed(string name) => header => header.Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"^[!#$%&'*+.^_`|~0-9A-Za-z-]+\z")]
    private static partial Regex Token();
}
