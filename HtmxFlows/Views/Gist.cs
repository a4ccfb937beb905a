using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Files;
using HtmxFlows.Nodes;

namespace HtmxFlows.Views;

/// <summary>A value in a few words, for a line about a step: <c>30 items</c>, <c>city: Bern, total: 42</c>, the first line of a text.</summary>
public static class Gist
{
    const int Longest = 120, LongestMember = 24, MostMembers = 5;

    public static string Of(JsonElement value) => Excerpt.Of(Whole(value), Longest);

    /// <summary>An output in a few words: of what a model answered, the answer.</summary>
    public static string Of(JsonElement output, OutputFormat? format) => format switch
    {
        OutputFormat.Answer => Unmarked(Of(Output.AnswerIn(output))),
        OutputFormat.Markdown => Unmarked(Of(output)),
        _ => Of(output),
    };

    /// <summary>A line without the marks of Markdown that would only disturb here.</summary>
    static string Unmarked(string line) => line.TrimStart('#', '>', '-', '*', ' ').Replace("**", "", StringComparison.Ordinal).Replace("`", "", StringComparison.Ordinal);

    static string Whole(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => FirstLine(value.GetString()!) is { Length: > 0 } line ? line : "empty text",
        JsonValueKind.Array => value.GetArrayLength() is 0 ? "no items" : Words.Count(value.GetArrayLength(), "item"),
        JsonValueKind.Object => FileValue.Of(value) is { } file ? $"{file.Name} · {Words.Size(file.Size)}" : Members(value),
        _ => value.GetRawText(),
    };

    static string Members(JsonElement value)
    {
        var members = value.EnumerateObject().Take(MostMembers).Select(member => Member(member.Name, member.Value)).ToArray();
        return members.Length == 0 ? "empty object" : string.Join(", ", members) + (value.GetPropertyCount() > MostMembers ? ", …" : "");
    }

    static string Member(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => name,
        JsonValueKind.Array => $"{name}: {Words.Count(value.GetArrayLength(), "item")}",
        JsonValueKind.String => $"{name}: {Excerpt.Of(FirstLine(value.GetString()!), LongestMember)}",
        _ => $"{name}: {Excerpt.Of(value.GetRawText(), LongestMember)}",
    };

    /// <summary>The first line with words in it, its white space collapsed.</summary>
    static string FirstLine(string text)
    {
        foreach (var line in Excerpt.Start(text, 16 * Longest).AsSpan().EnumerateLines())
        {
            if (!line.IsWhiteSpace())
                return string.Join(' ', Excerpt.Start(line.ToString(), 2 * Longest).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        }
        return "";
    }
}
