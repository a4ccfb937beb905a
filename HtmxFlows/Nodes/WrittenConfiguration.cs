using System.Text.Json;
using System.Text.RegularExpressions;
using HtmxFlows.Data;

namespace HtmxFlows.Nodes;

/// <summary>A configuration as it is written, finished or not. Reading it never fails: what is missing or of another kind is empty.</summary>
/// <param name="data">The JSON object of the configuration, or of one of its rows.</param>
public readonly partial struct WrittenConfiguration(JsonElement data)
{
    /// <summary>The value of a field on one line. Expressions stand without their braces, headings and bold words without their marks, and long texts are cut.</summary>
    /// <param name="field">The key of the field.</param>
    /// <param name="otherwise">The text for a field that is not written.</param>
    public string Text(string field, string otherwise = "") => Find(field) switch
    {
        { ValueKind: JsonValueKind.String } text when text.GetString() is { Length: > 0 } written => OneLine(written),
        { ValueKind: JsonValueKind.Number or JsonValueKind.Array or JsonValueKind.Object } value => OneLine(value.GetRawText()),
        _ => otherwise,
    };

    /// <summary>The choice of a field in words: <c>to-base64</c> becomes “to base64”.</summary>
    public string Choice(string field, string otherwise) => Text(field, otherwise).Replace('-', ' ');

    public bool IsTrue(string field) => Find(field) is { ValueKind: JsonValueKind.True };

    /// <summary>The rows of a list.</summary>
    public IReadOnlyList<WrittenConfiguration> Rows(string field) =>
        Find(field) is { ValueKind: JsonValueKind.Array } rows ? [.. rows.EnumerateArray().Select(row => new WrittenConfiguration(row))] : [];

    /// <summary>The texts of a field of each row that has one, one after the other.</summary>
    public string List(string rows, string field) => string.Join(", ", Rows(rows).Select(row => row.Text(field)).Where(text => text.Length > 0));

    /// <summary>Conditions as a sentence: status = paid and total > 100.</summary>
    public string Conditions(string field = "conditions") =>
        string.Join(Text("match") == "any" ? " or " : " and ", Rows(field).Select(row => row.Condition).Where(text => text.Length > 0));

    string Condition => Text("left") is { Length: > 0 } left ? $"{Short(left)} {Operator} {Short(Text("right"))}".TrimEnd() : "";

    string Operator => Text("operator") switch
    {
        "equals" => "=",
        "not-equals" => "≠",
        "less" => "<",
        "less-or-equal" => "≤",
        "greater" => ">",
        "greater-or-equal" => "≥",
        _ => Choice("operator", "…"),
    };

    /// <summary>Every item of a list is an <c>item</c>: its fields say enough.</summary>
    static string Short(string path) => path.StartsWith("item.", StringComparison.Ordinal) ? path["item.".Length..] : path;

    JsonElement? Find(string field) => data.ValueKind == JsonValueKind.Object && data.TryGetProperty(field, out var value) ? value : null;

    static string OneLine(string text) => WhiteSpace().Replace(Emphasis().Replace(Expression().Replace(Excerpt.Start(text, 4 * Excerpt.InSentence), Inner), "$1"), " ").Trim();

    /// <summary>The path or call of an expression; nothing for the tags of a block, and “or” between its parts.</summary>
    static string Inner(Match expression) => expression.Groups[1].Value switch
    {
        "else" => " or ",
        ['#' or '/' or '^', ..] => "",
        var inner => inner,
    };

    [GeneratedRegex(@"\{\{\{?\s*([^{}]*?)\s*\}?\}\}", RegexOptions.NonBacktracking)]
    private static partial Regex Expression();

    /// <summary>The marks of a heading in Markdown, or bold words in theirs.</summary>
    [GeneratedRegex(@"^#{1,6}[ \t]+|\*\*([^\s*][^*]*)\*\*", RegexOptions.NonBacktracking | RegexOptions.Multiline)]
    private static partial Regex Emphasis();

    [GeneratedRegex(@"\s+", RegexOptions.NonBacktracking)]
    private static partial Regex WhiteSpace();
}
