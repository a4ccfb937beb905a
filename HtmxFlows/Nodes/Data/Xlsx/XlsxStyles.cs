using System.Globalization;
using System.Text;

namespace HtmxFlows.Nodes;

/// <summary>What the format of a cell makes of its number.</summary>
[Flags]
enum XlsxFormat { Number = 0, Date = 1, Time = 2, Elapsed = 4 }

/// <summary>The formats of cells by the numbers of their styles.</summary>
static class XlsxStyles
{
    public static IReadOnlyList<XlsxFormat> Read(XlsxParts parts, string path)
    {
        Dictionary<int, XlsxFormat> own = [];
        List<XlsxFormat> styles = [];
        var isInCells = false;
        foreach (var element in parts.Elements(path))
        {
            if (element.LocalName == "numFmt")
                own[Number(element.GetAttribute("numFmtId"))] = FormatOf(element.GetAttribute("formatCode") ?? "");
            else if (element.LocalName is "cellXfs" or "cellStyleXfs" or "cellStyles" or "dxfs")
                isInCells = element.LocalName == "cellXfs";
            else if (element.LocalName == "xf" && isInCells)
                styles.Add(Number(element.GetAttribute("numFmtId")) is var id && own.TryGetValue(id, out var format) ? format : BuiltIn(id));
        }
        return styles;
    }

    static int Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    // ECMA-376, part 1, 18.8.30; those from 27 on are of East Asian editions.
    static XlsxFormat BuiltIn(int id) => id switch
    {
        >= 14 and <= 17 or >= 27 and <= 31 or 36 or >= 50 and <= 54 or 57 or 58 => XlsxFormat.Date,
        >= 18 and <= 21 or 32 or 33 or 34 or 35 or 45 or 47 or 55 or 56 => XlsxFormat.Time,
        22 => XlsxFormat.Date | XlsxFormat.Time,
        46 => XlsxFormat.Elapsed,
        _ => XlsxFormat.Number,
    };

    /// <summary>The meaning of a format's first section, such as <c>[$-409]d mmm yyyy;@</c>.</summary>
    internal static XlsxFormat FormatOf(string code)
    {
        var letters = Letters(code);
        if (letters.Contains('['))
            return XlsxFormat.Elapsed;
        var hasTime = letters.AsSpan().ContainsAny('h', 's');
        // An m is minutes next to hours or seconds, and otherwise months.
        var hasDate = letters.AsSpan().ContainsAny('y', 'd') || letters.Contains('m') && !hasTime;
        return (hasDate ? XlsxFormat.Date : 0) | (hasTime ? XlsxFormat.Time : 0);
    }

    /// <summary>The letters of the first section that stand for parts of dates, in lower case, with <c>[</c> for time that is not cut off at a day.</summary>
    static string Letters(string code)
    {
        var letters = new StringBuilder();
        for (var at = 0; at < code.Length && code[at] != ';'; at++)
        {
            var letter = char.ToLowerInvariant(code[at]);
            switch (letter)
            {
                case '"':
                    at = End(code, '"', at + 1);
                    break;
                case '[' when End(code, ']', at) is var end:
                    if (code[(at + 1)..Math.Min(end, code.Length)] is ['h' or 'H' or 'm' or 'M' or 's' or 'S', ..])
                        letters.Append('[');
                    at = end;
                    break;
                case '\\' or '_' or '*':
                    at++;
                    break;
                case 'g' when code.AsSpan(at).StartsWith("General", StringComparison.OrdinalIgnoreCase):
                    at += "General".Length - 1;
                    break;
                case 'y' or 'm' or 'd' or 'h' or 's':
                    letters.Append(letter);
                    break;
            }
        }
        return letters.ToString();
    }

    static int End(string code, char mark, int from) => code.IndexOf(mark, Math.Min(from, code.Length)) is >= 0 and var end ? end : code.Length;
}
