using System.Net;
using System.Text.RegularExpressions;
using System.Xml;

namespace HtmxFlows.Nodes;

/// <summary>What XML in the wild has and the standard forbids, and what feed readers read nevertheless.</summary>
static partial class LenientXml
{
    /// <summary>
    /// The text with blanks in the place of a byte order mark and the declaration, so that positions stay. Blank lines before the declaration are
    /// an error to parsers, and the version and the encoding that it names do not matter for a text.
    /// </summary>
    public static string WithoutDeclaration(string xml)
    {
        var begin = Beginning().Match(xml).Length;
        return begin == 0 ? xml : string.Concat(xml[..begin].Select(letter => letter is '\n' or '\r' ? letter : ' ')) + xml[begin..];
    }

    /// <summary>The text without control characters, with the entities of HTML as characters, and with <c>&amp;amp;</c> for an ampersand that begins no entity.</summary>
    public static string Repair(string xml) => Ampersand().Replace(Control().Replace(xml, ""), found => found.Value is ['&', ..] ? Reference(found) : found.Value);

    static string Reference(Match found)
    {
        var (name, text) = (found.Groups["name"].Value, found.Value);
        if (name is "amp" or "lt" or "gt" or "quot" or "apos")
            return text;
        if (name is ['#', ..])
            return WebUtility.HtmlDecode(text) is [var letter, ..] and not ['&', ..] && (char.IsSurrogate(letter) || XmlConvert.IsXmlChar(letter)) ? text : "";
        return name.Length > 0 && WebUtility.HtmlDecode(text) is var decoded && decoded != text ? decoded : $"&amp;{text[1..]}";
    }

    [GeneratedRegex(@"^[\s\uFEFF\u200B]*(?:<\?xml\s[^>]*>)?")]
    private static partial Regex Beginning();

    // A CDATA section and a comment are left as they are, up to the end of the text if they are not closed.
    [GeneratedRegex(@"<!\[CDATA\[.*?(?:\]\]>|\z)|<!--.*?(?:-->|\z)|&(?:(?<name>#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{0,31});)?", RegexOptions.Singleline)]
    private static partial Regex Ampersand();

    [GeneratedRegex(@"[\x00-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]")]
    private static partial Regex Control();
}
