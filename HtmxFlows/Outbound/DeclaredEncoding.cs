using System.Text;
using System.Text.RegularExpressions;
using HtmxFlows.Data;

namespace HtmxFlows.Outbound;

/// <summary>The encoding that a document itself names: in its XML declaration, or in a <c>meta</c> element of HTML.</summary>
static class DeclaredEncoding
{
    /// <summary>How many bytes at the beginning of a document are searched.</summary>
    const int Prefix = 4096;

    static readonly Regex Xml = new("""^\s*<\?xml\s[^>]*?\bencoding\s*=\s*["'](?<name>[\w.:-]+)["']""", RegexOptions.NonBacktracking);

    static readonly Regex Meta = new("""<meta\s[^>]*?\bcharset\s*=\s*["']?\s*(?<name>[\w.:-]+)""", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase);

    /// <summary>The declared encoding; null if there is none or it is unknown.</summary>
    internal static Encoding? Find(byte[] body, string? type)
    {
        // Without a byte order mark, XML in UTF-16 begins with <? in two bytes each.
        if (body is [(byte)'<', 0, (byte)'?', 0, ..])
            return Encoding.Unicode;
        if (body is [0, (byte)'<', 0, (byte)'?', ..])
            return Encoding.BigEndianUnicode;
        var head = Encoding.Latin1.GetString(body.AsSpan(0, Math.Min(body.Length, Prefix)));
        return Named(Xml.Match(head)) ?? (IsHtml(type, head) ? Named(Meta.Match(head)) : null);
    }

    static bool IsHtml(string? type, string head) =>
        type?.Contains("html", StringComparison.Ordinal) ?? head.Contains("<meta", StringComparison.OrdinalIgnoreCase);

    // A declaration that was read byte by byte is not in UTF-16, whatever it says.
    static Encoding? Named(Match declaration) => !declaration.Success ? null
        : CharacterSet.Find(declaration.Groups["name"].Value) is { } encoding ? encoding.GetByteCount("<") == 1 ? encoding : Encoding.UTF8 : null;
}
