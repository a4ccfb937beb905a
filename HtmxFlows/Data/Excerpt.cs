namespace HtmxFlows.Data;

/// <summary>Cuts long texts without splitting a surrogate pair.</summary>
public static class Excerpt
{
    /// <summary>The length of an excerpt in a sentence, in characters.</summary>
    public const int InSentence = 60;

    /// <summary>The text, or its start with an ellipsis.</summary>
    public static string Of(string text, int most = InSentence) => text.Length <= most ? text : $"{Start(text, most)}…";

    /// <summary>The text, or its start, without an ellipsis.</summary>
    public static string Start(string text, int most) => text.Length <= most ? text : text[..(IsPair(text, most) ? most - 1 : most)];

    /// <summary>The text, or its end after an ellipsis.</summary>
    public static string EndOf(string text, int most)
    {
        var from = text.Length - most;
        return from <= 0 ? text : $"…{text.AsSpan(IsPair(text, from) ? from + 1 : from)}";
    }

    static bool IsPair(string text, int at) => at > 0 && at < text.Length && char.IsSurrogatePair(text[at - 1], text[at]);
}
