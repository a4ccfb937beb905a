using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;

namespace HtmxFlows.Views;

/// <summary>A sentence for people in which backticks mark code, such as an error or a help text. Everything else in it is plain text.</summary>
public static class MarkedText
{
    // What a peer or a person wrote may have backticks that mark nothing.
    const int LongestCode = 100;

    /// <summary>The sentence as HTML.</summary>
    public static IHtmlContent Of(string? text)
    {
        if (text is null)
            return HtmlString.Empty;
        if (!text.Contains('`', StringComparison.Ordinal))
            return new Plain(text);
        var html = new HtmlContentBuilder();
        var rest = text.AsSpan();
        while (rest.IndexOf('`') is >= 0 and var from && rest[(from + 1)..].IndexOf('`') is > 0 and <= LongestCode and var length && !rest.Slice(from + 1, length).Contains('\n'))
        {
            html.Append(rest[..from].ToString()).AppendHtml("<code>").Append(rest.Slice(from + 1, length).ToString()).AppendHtml("</code>");
            rest = rest[(from + length + 2)..];
        }
        return html.Append(rest.ToString());
    }

    sealed class Plain(string text) : IHtmlContent
    {
        public void WriteTo(TextWriter writer, HtmlEncoder encoder) => encoder.Encode(writer, text);
    }
}
