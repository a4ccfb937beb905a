namespace HtmxFlows.Pages;

/// <summary>
/// Any text as one part of a path. What a browser or a server would understand as syntax of the path is escaped twice: once for them, and
/// once for the page that reads the part.
/// </summary>
static class PathPart
{
    /// <summary>The part for a text, to be escaped once more by what makes the address.</summary>
    public static string Of(string text) => text is "." or ".."
        ? text.Replace(".", "%2E", StringComparison.Ordinal)
        : string.Concat(text.Select(letter => letter is '%' or '/' or '\\' || letter < ' ' ? Uri.HexEscape(letter) : letter.ToString()));

    /// <summary>The text of a part; empty for one of white space, which a page gets as null.</summary>
    public static string Text(string? part) => Uri.UnescapeDataString(part ?? "");
}
