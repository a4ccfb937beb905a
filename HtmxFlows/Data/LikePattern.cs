namespace HtmxFlows.Data;

/// <summary>Patterns of <c>LIKE … ESCAPE '\'</c>.</summary>
public static class LikePattern
{
    /// <summary>The pattern that finds a text anywhere, without the blanks around it.</summary>
    public static string Containing(string text) =>
        $"%{text.Trim().Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)}%";
}
