using System.Text;
using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Expressions;

namespace HtmxFlows.Nodes;

/// <summary>A template whose own text is JSON.</summary>
static class JsonTemplate
{
    /// <summary>The template with values escaped that stand inside its strings, so that a quote in a value ends no string; null if its text is not written as JSON.</summary>
    public static Template? Read(Template template)
    {
        HashSet<TemplateSyntax.Expression> inStrings = [];
        var skeleton = new StringBuilder();
        var isInString = false;
        foreach (var (text, next) in template.Syntax.Literals())
        {
            skeleton.Append(text);
            isInString = EndsInString(text, isInString);
            if (next is not { IsWriting: true })
                continue;
            skeleton.Append(isInString ? 'x' : '0');
            if (isInString)
                inStrings.Add(next);
        }
        return IsJson(skeleton.ToString()) ? template.Encode(expression => inStrings.Contains(expression) ? ValueEncodings.JsonString.Name : null) : null;
    }

    /// <summary>Whether a text is a JSON object or list, or begins and ends like one.</summary>
    static bool IsJson(string text) =>
        Json.TryParse(text) is { ValueKind: JsonValueKind.Object or JsonValueKind.Array }
        || string.Concat(text.Where(letter => !char.IsWhiteSpace(letter)).Take(2)) is "{\"" or "[{" or "[\"" && text.TrimEnd() is [.., '}' or ']'];

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
