using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;

namespace HtmxFlows.Credentials;

/// <summary>A text that was made from another one, with the place there that each of its characters came from.</summary>
sealed class MappedText
{
    static readonly SearchValues<char> Escapes = SearchValues.Create('\\', '%', '&');
    static readonly SearchValues<char> Breaks = SearchValues.Create(' ', '\t', '\r', '\n', '-', '_');

    /// <summary>The longest name or number that is looked for between <c>&amp;</c> and <c>;</c>.</summary>
    const int LongestEntity = 10;

    // Null: every character is where it was.
    readonly List<(int From, int To)>? places;

    public MappedText(string text) => Text = text;

    MappedText(string text, List<(int From, int To)> places) => (Text, this.places) = (text, places);

    /// <summary>Takes what stands at an index: how much of it, and what it becomes.</summary>
    delegate int Step(string text, int at, StringBuilder made);

    public string Text { get; }

    /// <summary>Where a part of this text is in the original.</summary>
    public (int From, int To) Origin(int from, int length) => places is null ? (from, from + length) : (places[from].From, places[from + length - 1].To);

    /// <summary>
    /// The text with what is escaped for JSON, URLs and HTML as it was before, by one level; null if nothing is. It knows no context: it
    /// is for finding, and not for reading.
    /// </summary>
    public MappedText? Decoded() => Text.AsSpan().ContainsAny(Escapes) && Make(Decode) is { } decoded && decoded.Text != Text ? decoded : null;

    /// <summary>The text in which line ends are one character, and a space and the plus that forms write for it are the same.</summary>
    public MappedText Plain() => Text.Contains('\r', StringComparison.Ordinal) || Text.Contains('+', StringComparison.Ordinal)
        ? Make(static (text, at, made) =>
        {
            if (text[at] != '\r')
                made.Append(text[at] == '+' ? ' ' : text[at]);
            return 1;
        })
        : this;

    /// <summary>The text as base64: one alphabet, and no breaks.</summary>
    public MappedText Base64() => Text.AsSpan().ContainsAny(Breaks)
        ? Make(static (text, at, made) =>
        {
            if (!char.IsWhiteSpace(text[at]))
                made.Append(text[at] switch { '-' => '+', '_' => '/', var letter => letter });
            return 1;
        })
        : this;

    MappedText Make(Step step)
    {
        var made = new StringBuilder(Text.Length);
        List<(int From, int To)> origins = new(Text.Length);
        for (var at = 0; at < Text.Length;)
        {
            var taken = step(Text, at, made);
            while (origins.Count < made.Length)
                origins.Add(Origin(at, taken));
            at += taken;
        }
        return new(made.ToString(), origins);
    }

    static int Decode(string text, int at, StringBuilder made) => text[at] switch
    {
        '\\' => Backslash(text, at, made),
        '%' => Percent(text, at, made),
        '&' => Entity(text, at, made),
        var letter => Keep(letter, made),
    };

    static int Keep(char letter, StringBuilder made)
    {
        made.Append(letter);
        return 1;
    }

    static int Backslash(string text, int at, StringBuilder made)
    {
        var next = at + 1 < text.Length ? text[at + 1] : ' ';
        if (next == 'u' && at + 5 < text.Length && ushort.TryParse(text.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
        {
            made.Append((char)unit);
            return 6;
        }
        // Before a sign, as in Markdown, it means the sign.
        char? meant = next switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'f' => '\f', > ' ' and < '\u007F' when !char.IsAsciiLetterOrDigit(next) => next, _ => null };
        made.Append(meant ?? '\\');
        return meant is null ? 1 : 2;
    }

    static int Percent(string text, int at, StringBuilder made)
    {
        // A character has at most four bytes.
        Span<byte> bytes = stackalloc byte[4];
        var count = 0;
        while (count < 4 && at + 3 * count + 2 < text.Length && text[at + 3 * count] == '%'
            && byte.TryParse(text.AsSpan(at + 3 * count + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[count]))
            count++;
        if (Rune.DecodeFromUtf8(bytes[..count], out var letter, out var read) != OperationStatus.Done)
            return Keep('%', made);
        made.Append(letter.ToString());
        return 3 * read;
    }

    static int Entity(string text, int at, StringBuilder made)
    {
        var end = text.IndexOf(';', at, Math.Min(LongestEntity, text.Length - at));
        if (end < 0 || WebUtility.HtmlDecode(text[at..(end + 1)]) is not { } meant || meant.Length > 2)
            return Keep('&', made);
        made.Append(meant);
        return end + 1 - at;
    }
}
