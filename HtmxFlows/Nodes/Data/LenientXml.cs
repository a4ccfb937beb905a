using System.Net;
using System.Text.RegularExpressions;
using System.Xml;

namespace HtmxFlows.Nodes;

/// <summary>What XML in the wild has and the standard forbids, and what feed readers read nevertheless.</summary>
static partial class LenientXml
{
    /// <summary>
    /// The text with blanks in the place of a byte order mark, the declaration, and a document type that only has a public name, so that positions
    /// stay. Parsers refuse blank lines before a declaration; the version and the encoding that it names do not matter for a text. A public document
    /// type, which old feeds and property lists have, declares nothing, and what it names is never loaded.
    /// </summary>
    public static string WithoutProlog(string xml)
    {
        var text = Blank(xml, Beginning().Match(xml));
        return PublicType().Match(text) is { Success: true } found ? Blank(text, found.Groups["type"]) : text;
    }

    /// <summary>Whether the document begins with a document type.</summary>
    public static bool HasDocumentType(string xml) => AnyType().IsMatch(xml);

    /// <summary>The prefixes of elements and attributes, declared or not.</summary>
    public static IEnumerable<string> Prefixes(string xml) => Prefixed().Matches(xml).Select(found => found.Groups["prefix"].Value).Where(prefix => prefix is not ("xml" or "xmlns")).Distinct();

    static string Blank(string text, Capture part) =>
        part.Length == 0 ? text : string.Concat(text[..part.Index], string.Concat(part.Value.Select(letter => letter is '\n' or '\r' ? letter : ' ')), text[(part.Index + part.Length)..]);

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

    const string Before = @"^(?:\s|<!--.*?-->|<\?.*?\?>)*";

    [GeneratedRegex(Before + """(?<type><!DOCTYPE\s+[\w:.-]+(?:\s+PUBLIC\s+(?:"[^"]*"|'[^']*')(?:\s+(?:"[^"]*"|'[^']*'))?)?\s*>)""", RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex PublicType();

    [GeneratedRegex(Before + "<!DOCTYPE", RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex AnyType();

    [GeneratedRegex(@"[<\s/](?<prefix>[A-Za-z_][\w.-]{0,99}):[A-Za-z_]")]
    private static partial Regex Prefixed();

    // A CDATA section and a comment are left as they are, up to the end of the text if they are not closed.
    [GeneratedRegex(@"<!\[CDATA\[.*?(?:\]\]>|\z)|<!--.*?(?:-->|\z)|&(?:(?<name>#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{0,31});)?", RegexOptions.Singleline)]
    private static partial Regex Ampersand();

    [GeneratedRegex(@"[\x00-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]")]
    private static partial Regex Control();
}
