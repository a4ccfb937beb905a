using System.Text;
using System.Text.RegularExpressions;

namespace HtmxFlows.Sql;

/// <summary>
/// The JSON paths into parameters that a statement has as literals: <c>:input -&gt;&gt; '$.a.b'</c>, <c>:input -&gt; 'a'</c>, and
/// <c>json_extract(:input, '$.a', '$.b')</c> with its siblings.
/// </summary>
static partial class SqlDataPaths
{
    /// <param name="Path">The parameter's name, and the names on the path; a path ends before its first index.</param>
    /// <param name="Start">Where the literal begins in the statement, its quotation mark included.</param>
    /// <param name="Rest">What follows the names in the literal: from the first index on.</param>
    sealed record Literal(IReadOnlyList<string> Path, int Start, int Length, string Rest);

    /// <summary>The paths, each with the parameter's name first.</summary>
    public static IEnumerable<IReadOnlyList<string>> Of(string sql) => Literals(sql).Select(literal => literal.Path);

    /// <summary>Writes other paths into the same parameters.</summary>
    /// <param name="follow">The new path of a path; the same one if it stays. One of another parameter is not written.</param>
    public static string Rename(string sql, Func<IReadOnlyList<string>, IReadOnlyList<string>> follow)
    {
        var made = new StringBuilder(sql);
        foreach (var literal in Literals(sql).Reverse())
        {
            var path = follow(literal.Path);
            if (path != literal.Path && path.Count > 0 && path[0] == literal.Path[0])
                made.Remove(literal.Start, literal.Length).Insert(literal.Start, $"'${string.Concat(path.Skip(1).Select(Written))}{literal.Rest}'");
        }
        return made.ToString();
    }

    static string Written(string name) => $".{(Plain().IsMatch(name) ? name : $"\"{name.Replace("'", "''", StringComparison.Ordinal)}\"")}";

    static IEnumerable<Literal> Literals(string sql)
    {
        SqlToken[] tokens = [.. SqlTokens.Of(sql)];
        for (var at = 0; at + 2 < tokens.Length; at++)
        {
            if (tokens[at] is not { Kind: SqlTokenKind.Parameter, Text.Length: > 1 } parameter)
                continue;
            if (tokens[at + 1].Text is "->" or "->>")
            {
                if (Read(parameter, tokens[at + 2], isLabel: true) is { } found)
                    yield return found;
                continue;
            }
            // The further arguments of a function whose first is the parameter.
            for (var next = at + 1; next + 1 < tokens.Length && tokens[next].Text == "," && tokens[next + 1].Kind == SqlTokenKind.Text; next += 2)
            {
                if (Read(parameter, tokens[next + 1], isLabel: false) is { } found)
                    yield return found;
            }
        }
    }

    /// <param name="isLabel">Whether a text that does not begin with <c>$</c> is the name of a member.</param>
    static Literal? Read(SqlToken parameter, SqlToken token, bool isLabel)
    {
        if (token is not { Kind: SqlTokenKind.Text, Text: ['\'', .., '\''] } || token.Text.Length < 3)
            return null;
        var text = token.Text[1..^1].Replace("''", "'", StringComparison.Ordinal);
        var name = parameter.Text[1..];
        if (text[0] != '$')
            return isLabel && !text.Contains('"', StringComparison.Ordinal) ? new([name, text], token.Start, token.Text.Length, "") : null;
        var match = Names().Match(text);
        string[] names = [name, .. match.Groups["name"].Captures.Select(capture => capture.Value.Trim('"'))];
        return names.Length > 1 ? new(names, token.Start, token.Text.Length, text[match.Length..].Replace("'", "''", StringComparison.Ordinal)) : null;
    }

    [GeneratedRegex("""^\$(?:\.(?<name>"[^"]*"|[^."\[]+))*""")]
    private static partial Regex Names();

    [GeneratedRegex(@"^[\p{L}_][\p{L}\p{N}_]*$")]
    private static partial Regex Plain();
}
