using System.Globalization;
using System.Text;
using HtmxFlows.Data;

namespace HtmxFlows.Files;

/// <summary>Names of files, as peers and archives give them, made safe: one name without folders, which every system can keep and people can read.</summary>
public static class FileName
{
    /// <summary>The longest name, in characters.</summary>
    public const int Longest = 150;

    const int LongestExtension = 16;

    const string Fallback = "file";

    static readonly HashSet<string> Devices = new(
        [.. "CON PRN AUX NUL".Split(' '), .. Enumerable.Range(1, 9).SelectMany(number => new[] { $"COM{number}", $"LPT{number}" })], StringComparer.OrdinalIgnoreCase);

    /// <summary>The last part of a path without letters that have a meaning or cannot be seen; <c>file</c> if nothing is left.</summary>
    public static string Safe(string? path)
    {
        var last = (path ?? "").Split('/', '\\').LastOrDefault(part => part.Trim(' ', '.').Length > 0) ?? "";
        var name = Shorten(Plain(last).Trim(' ', '.'));
        return name.Length == 0 ? Fallback : Devices.Contains(name.Split('.')[0]) ? $"_{name}" : name;
    }

    static string Plain(string name)
    {
        var plain = new StringBuilder(Math.Min(name.Length, 4 * Longest));
        foreach (var rune in name.EnumerateRunes().Take(4 * Longest))
        {
            if (IsVisible(rune))
                plain.Append(rune.Value is '<' or '>' or ':' or '"' or '|' or '?' or '*' ? "_" : rune.ToString());
        }
        return plain.ToString();
    }

    // Format characters among others turn the direction of text, so that exe.txt looks like txt.exe.
    static bool IsVisible(Rune rune) => rune != Rune.ReplacementChar
        && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    static string Shorten(string name)
    {
        if (name.Length <= Longest)
            return name;
        var extension = Path.GetExtension(name) is { Length: <= LongestExtension } own ? own : "";
        return Excerpt.Start(name, Longest - extension.Length) + extension;
    }
}
