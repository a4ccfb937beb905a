using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace HtmxFlows.Nodes;

/// <summary>The form in which texts hold characters that XML does not allow: <c>_x0007_</c> (ECMA-376, part 1, 22.9.2.19).</summary>
static class XlsxEscapes
{
    static readonly Regex Escape = new("_x([0-9A-Fa-f]{4})_", RegexOptions.NonBacktracking);

    public static string Read(string text) => !text.Contains("_x", StringComparison.Ordinal) ? text
        : Escape.Replace(text, match => ((char)ushort.Parse(match.Groups[1].ValueSpan, NumberStyles.HexNumber, CultureInfo.InvariantCulture)) is var letter && char.IsSurrogate(letter) ? match.Value : $"{letter}");

    public static string Write(string text)
    {
        var written = new StringBuilder(text.Length);
        foreach (var rune in Escape.Replace(text, match => $"_x005F_{match.Value[1..]}").EnumerateRunes())
        {
            if (rune.Value is < 0x20 and not ('\t' or '\n') or 0xFFFE or 0xFFFF)
                written.Append(CultureInfo.InvariantCulture, $"_x{rune.Value:X4}_");
            else
                written.Append(rune.ToString());
        }
        return written.ToString();
    }
}
