using System.Text;
using System.Text.Json.Nodes;
using HtmxFlows.Data;

namespace HtmxFlows.Workflows;

/// <summary>A field of <c>-F</c>: <c>name=content;type=…;filename=…</c>. A semicolon ends the content unless it is quoted.</summary>
static class CurlFormField
{
    /// <returns>The row of the node's form; null if there is none in it, which is reported.</returns>
    public static JsonObject? Read(string text, bool isLiteral, List<string> problems)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals < 1)
        {
            problems.Add($"The form field “{Excerpt.Of(text)}” has no name and was ignored.");
            return null;
        }
        var (name, content) = (text[..equals], text[(equals + 1)..]);
        return isLiteral ? new() { ["name"] = name, ["value"] = content }
            : content is ['@' or '<', ..] ? OfFile(name, content, problems)
            : Row(name, content, problems);
    }

    static JsonObject OfFile(string name, string content, List<string> problems)
    {
        problems.Add($"The form field {Excerpt.Of(name)} is a file, and files on this machine are never read. Put its content into the value of the field.");
        var row = Row(name, content[1..], problems);
        var file = row["value"]!.GetValue<string>();
        row["value"] = "";
        if (content[0] == '@' && row["fileName"] is null)
            row.Insert(2, "fileName", file[(file.LastIndexOfAny(['/', '\\']) + 1)..]);
        return row;
    }

    static JsonObject Row(string name, string content, List<string> problems)
    {
        var at = 0;
        var row = new JsonObject { ["name"] = name, ["value"] = Word(content, ref at) };
        string? type = null, file = null;
        while (at < content.Length)
        {
            var part = Word(content, ref at);
            if (part.StartsWith("type=", StringComparison.Ordinal))
                type = Unquoted(part[5..]);
            else if (part.StartsWith("filename=", StringComparison.Ordinal))
                file = Unquoted(part[9..]);
            else if (type is not null && file is null && !part.StartsWith("headers=", StringComparison.Ordinal) && !part.StartsWith("encoder=", StringComparison.Ordinal))
                type += $"; {part}";
            else
                problems.Add($"“{Excerpt.Of(part)}” after a semicolon in the form field {Excerpt.Of(name)} was ignored. For a text with semicolons, use --form-string.");
        }
        if (file is not null)
            row["fileName"] = file;
        if (type is not null)
            row["type"] = type;
        return row;
    }

    /// <summary>Takes the text up to the next semicolon, and the semicolon.</summary>
    static string Word(string text, ref int at)
    {
        while (at < text.Length && text[at] is (' ' or '\t'))
            at++;
        if (at < text.Length && text[at] == '"' && Quoted(text, at) is { } quoted)
        {
            at = quoted.End + 1;
            return quoted.Text;
        }
        var from = at;
        at = End(text, from);
        var word = text[from..at];
        at++;
        return word.TrimEnd();
    }

    /// <summary>The next semicolon outside a quoted value of a parameter.</summary>
    static int End(string text, int from)
    {
        var isQuoted = false;
        for (var at = from; at < text.Length; at++)
        {
            isQuoted ^= text[at] == '"' && (isQuoted || at > from && text[at - 1] == '=' && text[from..at] is ("type=" or "filename=" or "headers="));
            if (text[at] == ';' && !isQuoted)
                return at;
        }
        return text.Length;
    }

    static string Unquoted(string text) => text is ['"', .., '"'] && Quoted(text, 0) is { } quoted ? quoted.Text : text;

    /// <summary>A quoted word and the index after it; null if more than a semicolon follows it.</summary>
    static (string Text, int End)? Quoted(string text, int from)
    {
        var word = new StringBuilder();
        for (var at = from + 1; at < text.Length; at++)
        {
            if (text[at] == '"')
            {
                var end = text.AsSpan(at + 1).IndexOfAnyExcept(" \t") is >= 0 and var blank ? at + 1 + blank : text.Length;
                return end == text.Length || text[end] == ';' ? (word.ToString(), end) : null;
            }
            if (text[at] == '\\' && at + 1 < text.Length && text[at + 1] is ('"' or '\\'))
                at++;
            word.Append(text[at]);
        }
        return null;
    }
}
