using System.Text;

namespace HtmxFlows.Credentials;

/// <summary>Finds one secret in texts: as it is in any letter case, escaped, in base64, and the beginning of it that a sentence cut off.</summary>
sealed class SecretMatcher
{
    /// <summary>How often what is escaped may be escaped again: JSON within JSON, or a form within a page.</summary>
    public const int Levels = 3;

    /// <summary>How much of a value that ends in … tells too much of it, and how much our sentences show at most.</summary>
    const int ShortestBeginning = 4, LongestBeginning = 60;

    readonly string[] plain;
    readonly (string Digits, bool HasLeft, bool HasRight)[] base64;

    public SecretMatcher(string secret)
    {
        plain = Spellings(secret);
        base64 = Base64(Encoding.UTF8.GetBytes(secret));
    }

    /// <summary>
    /// How a secret reads: taking the escapes out of a text also takes out what looks like one within the secret. Its quotation marks may be
    /// doubled, as in CSV and SQL.
    /// </summary>
    public static string[] Spellings(string secret) =>
        [.. Layers(secret).Select(layer => layer.Plain().Text).Where(text => text.Length >= ShortestBeginning).DefaultIfEmpty(secret).SelectMany(Doubled).Distinct()];

    static string[] Doubled(string text) =>
        [text, text.Replace("\"", "\"\"", StringComparison.Ordinal), text.Replace("'", "''", StringComparison.Ordinal)];

    /// <summary>The digits of base64 that a secret alone decides, for each place in a group of three bytes at which it may begin.</summary>
    public static (string Digits, bool HasLeft, bool HasRight)[] Base64(byte[] secret) => [.. Enumerable.Range(0, 3).Select(shift => Base64(secret, shift))];

    /// <summary>A text, and what it is with its escapes taken out, level by level.</summary>
    public static IEnumerable<MappedText> Layers(string text)
    {
        var layer = new MappedText(text);
        yield return layer;
        for (var level = 0; level < Levels && layer.Decoded() is { } decoded; level++)
            yield return layer = decoded;
    }

    /// <summary>The beginnings of the ways to write it, for the filter; null if one is too short for it.</summary>
    public IReadOnlyList<string>? Windows => plain.Concat(base64.Select(way => way.Digits)).ToArray() is var ways && Array.TrueForAll(ways, way => way.Length >= SecretFilter.Window) ? [.. ways.Select(way => way[..SecretFilter.Window])] : null;

    /// <summary>The places of the secret in the original of a text.</summary>
    /// <param name="text">The text, as <see cref="MappedText.Plain"/> has it.</param>
    /// <param name="digits">The same, as <see cref="MappedText.Base64"/> has it.</param>
    public IEnumerable<(int From, int To)> In(MappedText text, MappedText digits) =>
        [.. plain.SelectMany(secret => Whole(text, secret)), .. Beginnings(text), .. base64.SelectMany(way => Within(digits, way.Digits, way.HasLeft, way.HasRight))];

    static IEnumerable<(int From, int To)> Whole(MappedText text, string secret)
    {
        for (var at = 0; (at = text.Text.IndexOf(secret, at, StringComparison.OrdinalIgnoreCase)) >= 0; at += secret.Length)
            yield return text.Origin(at, secret.Length);
    }

    IEnumerable<(int From, int To)> Beginnings(MappedText text)
    {
        for (var cut = -1; (cut = text.Text.IndexOf('…', cut + 1)) >= 0;)
        {
            if (plain.Select(secret => Beginning(text.Text, cut, secret)).Max() is > 0 and var length)
                yield return text.Origin(cut - length, length + 1);
        }
    }

    /// <summary>How much of the secret's beginning stands before an index; 0 if less than tells something.</summary>
    static int Beginning(string text, int end, string secret)
    {
        for (var length = Math.Min(Math.Min(end, LongestBeginning), secret.Length); length >= ShortestBeginning; length--)
        {
            if (string.Compare(text, end - length, secret, 0, length, StringComparison.OrdinalIgnoreCase) == 0)
                return length;
        }
        return 0;
    }

    static IEnumerable<(int From, int To)> Within(MappedText text, string digits, bool hasLeft, bool hasRight)
    {
        for (var at = 0; (at = text.Text.IndexOf(digits, at, StringComparison.Ordinal)) >= 0; at += digits.Length)
        {
            var from = hasLeft && at > 0 && IsDigit(text.Text[at - 1]) ? at - 1 : at;
            var to = hasRight && at + digits.Length < text.Text.Length && IsDigit(text.Text[at + digits.Length]) ? at + digits.Length + 1 : at + digits.Length;
            yield return text.Origin(from, to - from);
        }
    }

    static bool IsDigit(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '+' or '/';

    /// <summary>
    /// The digits of base64 that the secret alone decides when so many bytes stand before it in its group of three, and whether the digits
    /// beside them hold bits of it too.
    /// </summary>
    static (string Digits, bool HasLeft, bool HasRight) Base64(byte[] secret, int shift)
    {
        var text = Convert.ToBase64String([.. new byte[shift], .. secret]);
        var (from, to) = ((8 * shift + 5) / 6, 8 * (shift + secret.Length) / 6);
        return (text[from..to], shift > 0, 8 * (shift + secret.Length) % 6 > 0);
    }
}
