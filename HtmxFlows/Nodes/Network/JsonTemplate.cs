using System.Text;
using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Expressions;

namespace HtmxFlows.Nodes;

/// <summary>A template whose own text is JSON. Values inside its strings are escaped, so that a quote in a value ends no string.</summary>
sealed class JsonTemplate
{
    readonly IReadOnlyList<Part> parts;

    JsonTemplate(IReadOnlyList<Part> parts) => this.parts = parts;

    /// <summary>Text of the template, or an expression.</summary>
    /// <param name="Expression">The expression alone; null for text.</param>
    /// <param name="IsInString">Whether the expression is inside a JSON string.</param>
    sealed record Part(string Text, Template? Expression, bool IsInString);

    /// <summary>Reads a template; null if its text is not written as JSON.</summary>
    public static JsonTemplate? Read(Template template)
    {
        // With blocks or comments nothing is escaped, but the whole must be JSON nevertheless.
        if (Split(template) is not { } parts)
            return IsWrittenAsJson(template.Text) ? new([new("", template, IsInString: false)]) : null;
        var skeleton = string.Concat(parts.Select(part => part.Expression is null ? part.Text : part.IsInString ? "x" : "0"));
        return Json.TryParse(skeleton) is { ValueKind: JsonValueKind.Object or JsonValueKind.Array } || IsWrittenAsJson(skeleton) ? new(parts) : null;
    }

    /// <summary>Whether a text begins and ends like a JSON object or list.</summary>
    static bool IsWrittenAsJson(string text) =>
        string.Concat(text.Where(letter => !char.IsWhiteSpace(letter)).Take(2)) is "{\"" or "[{" or "[\"" && text.TrimEnd() is [.., '}' or ']'];

    public string Render(ExpressionContext context, CancellationToken cancellation)
    {
        var text = new StringBuilder();
        foreach (var part in parts)
            text.Append(part.Expression is { } expression ? Written(part, expression.Evaluate(context, cancellation)) : part.Text);
        return text.ToString();
    }

    static string Written(Part part, JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.Null && part.IsInString ? "" : Json.AsText(value);
        return part.IsInString ? Json.Text(text).GetRawText()[1..^1] : text;
    }

    static List<Part>? Split(Template template)
    {
        List<Part> parts = [];
        var (text, at, inString) = (template.Text, 0, false);
        foreach (var expression in template.Syntax.Expressions)
        {
            if (Braces(text, expression) is not var (begin, end) || begin < at || IsBlock(expression.Text) || IsSpecial(text[at..begin]))
                return null;
            parts.Add(new(text[at..begin], null, inString));
            inString = EndsInString(text[at..begin], inString);
            parts.Add(new("", new($"{{{{{expression.Text}}}}}"), inString));
            at = end;
        }
        if (IsSpecial(text[at..]))
            return null;
        parts.Add(new(text[at..], null, inString));
        return parts;
    }

    static bool IsBlock(string expression) => expression is "" or "else" or ['#' or '/' or '^' or '>' or '!', ..] || expression.StartsWith("else ", StringComparison.Ordinal);

    /// <summary>Comments, and braces that stand for themselves.</summary>
    static bool IsSpecial(string text) => text.Contains("{{", StringComparison.Ordinal);

    /// <summary>Where an expression begins and ends in the text with its braces; null if white space around it is trimmed.</summary>
    static (int Begin, int End)? Braces(string text, TemplateSyntax.Expression expression)
    {
        var (begin, end) = (expression.Index, expression.Index + expression.Text.Length);
        while (begin > 0 && char.IsWhiteSpace(text[begin - 1]))
            begin--;
        while (end < text.Length && char.IsWhiteSpace(text[end]))
            end++;
        var count = 0;
        while (count < 3 && begin > count && text[begin - count - 1] == '{')
            count++;
        // A brace of the JSON before an expression is no third brace, unless a third one closes it.
        while (count > 2 && (end + count > text.Length || text[end..(end + count)].Any(letter => letter != '}')))
            count--;
        return count < 2 || end + count > text.Length || text[end..(end + count)].Any(letter => letter != '}') ? null : (begin - count, end + count);
    }

    static bool EndsInString(string text, bool inString)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\\' && inString)
                at++;
            else if (text[at] == '"')
                inString = !inString;
        }
        return inString;
    }
}
