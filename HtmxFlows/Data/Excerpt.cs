namespace HtmxFlows.Data;

/// <summary>Long texts by their beginning, for sentences and lists.</summary>
public static class Excerpt
{
    /// <summary>How much of a text a sentence repeats, in characters.</summary>
    public const int InSentence = 60;

    /// <summary>The text, or its beginning with an ellipsis. A character of two halves is never cut in two.</summary>
    public static string Of(string text, int most = InSentence) =>
        text.Length <= most ? text : $"{text.AsSpan(0, char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)}…";
}
