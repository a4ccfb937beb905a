using System.Globalization;
using System.Text;

namespace HtmxFlows.Workflows;

/// <summary>The text between <c>$'</c> and <c>'</c>, with its escapes as bash reads them: <c>\x</c> and octal digits are bytes of UTF-8.</summary>
static class AnsiText
{
    /// <summary>Reads from the first character to the closing quote, which is not taken.</summary>
    /// <param name="text">The whole command line.</param>
    /// <param name="at">The first character; afterwards the closing quote, or the end of the text if there is none.</param>
    public static string Read(string text, ref int at)
    {
        var bytes = new List<byte>();
        // A zero byte ends the text, and bash drops what is left of it.
        var isOver = false;
        for (; at < text.Length && text[at] != '\''; at++)
        {
            var from = bytes.Count;
            if (text[at] == '\\' && at + 1 < text.Length)
                Escape(text, ref at, bytes);
            else
                at += Append(text, at, bytes) - 1;
            isOver |= bytes.IndexOf(0, from) >= 0;
            if (isOver)
                bytes.RemoveRange(from, bytes.Count - from);
        }
        return Encoding.UTF8.GetString([.. bytes]);
    }

    /// <summary>Takes an escape, and leaves the index at its last character.</summary>
    static void Escape(string text, ref int at, List<byte> bytes)
    {
        var letter = text[++at];
        switch (letter)
        {
            case 'x' when Digits(text, at + 1, 2, NumberStyles.AllowHexSpecifier) is { Length: > 0 } digits:
                bytes.Add(byte.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                at += digits.Length;
                break;
            case 'u' or 'U' when Digits(text, at + 1, letter == 'u' ? 4 : 8, NumberStyles.AllowHexSpecifier) is { Length: > 0 } digits:
                bytes.AddRange(Encoding.UTF8.GetBytes(Letter(text, ref at, digits)));
                break;
            case >= '0' and <= '7':
                var octal = Digits(text, at, 3, NumberStyles.None);
                bytes.Add((byte)octal.Aggregate(0, (sum, digit) => 8 * sum + digit - '0'));
                at += octal.Length - 1;
                break;
            case 'c' when at + 1 < text.Length:
                bytes.Add((byte)(text[++at] & 0x1F));
                break;
            default:
                bytes.AddRange(Encoding.UTF8.GetBytes(Simple(letter)));
                break;
        }
    }

    /// <summary>The letter of a number; exporters write one beyond 16 bits as two halves.</summary>
    static string Letter(string text, ref int at, string digits)
    {
        at += digits.Length;
        var code = uint.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        if (code is >= 0xD800 and <= 0xDBFF && string.CompareOrdinal(text, at + 1, "\\u", 0, 2) == 0
            && ushort.TryParse(Digits(text, at + 3, 4, NumberStyles.AllowHexSpecifier), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var low) && char.IsLowSurrogate((char)low))
        {
            at += 6;
            return new([(char)code, (char)low]);
        }
        return Rune.IsValid(code) ? new Rune(code).ToString() : "\uFFFD";
    }

    static string Digits(string text, int from, int most, NumberStyles style) => string.Concat(text.Skip(from).Take(most)
        .TakeWhile(letter => style == NumberStyles.AllowHexSpecifier ? char.IsAsciiHexDigit(letter) : letter is >= '0' and <= '7'));

    static string Simple(char letter) => letter switch
    {
        'a' => "\a",
        'b' => "\b",
        'e' or 'E' => "\u001B",
        'f' => "\f",
        'n' => "\n",
        'r' => "\r",
        't' => "\t",
        'v' => "\v",
        '\\' or '\'' or '"' or '?' => letter.ToString(),
        _ => $"\\{letter}",
    };

    /// <summary>Adds the character at an index.</summary>
    /// <returns>How many units it has.</returns>
    static int Append(string text, int at, List<byte> bytes)
    {
        var count = at + 1 < text.Length && char.IsSurrogatePair(text, at) ? 2 : 1;
        bytes.AddRange(Encoding.UTF8.GetBytes(text.Substring(at, count)));
        return count;
    }
}
