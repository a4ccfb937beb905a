using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html;
using AngleSharp.Html.Parser;
using HtmxFlows.Expressions;

namespace HtmxFlows.Nodes;

/// <summary>HTML as elements, and as what a person would read of it.</summary>
static class HtmlText
{
    static readonly HashSet<string> Unread = ["script", "style", "template", "noscript", "head"];

    static readonly HashSet<string> Lines =
    [
        "address", "article", "aside", "blockquote", "dd", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
        "header", "hr", "li", "main", "nav", "ol", "option", "p", "pre", "section", "table", "tr", "ul",
    ];

    /// <summary>
    /// The root of the page. However deep the HTML nests, the parser lets its elements do so as deep as browsers do, about 500 levels; that
    /// takes it long where there are very many, so that the token is looked at for each element.
    /// </summary>
    public static IElement Parse(string html, CancellationToken cancellation) =>
        new HtmlParser(new HtmlParserOptions { OnCreated = (_, _) => cancellation.ThrowIfCancellationRequested() }).ParseDocument(html).DocumentElement;

    /// <summary>The elements within another, in their order. It does not look back at siblings, of which there may be very many.</summary>
    public static IEnumerable<IElement> Descendants(IElement root)
    {
        var open = new Stack<IElement>(Children(root));
        while (open.TryPop(out var next))
        {
            yield return next;
            foreach (var child in Children(next))
                open.Push(child);
        }
    }

    static IEnumerable<IElement> Children(IElement element) => element.ChildNodes.OfType<IElement>().Reverse();

    /// <summary>The text with a line for each block, and neither scripts nor styles.</summary>
    public static string Read(IElement element, CancellationToken cancellation)
    {
        var text = new StringBuilder();
        Read(element, text, cancellation);
        var lines = text.ToString().Split('\n').Select(line => string.Join(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        return string.Join('\n', lines.Where(line => line.Length > 0));
    }

    /// <summary>What is in an element, as HTML.</summary>
    public static string Write(IElement element, NodeLimits limits, CancellationToken cancellation)
    {
        using var text = new LimitedWriter(limits.OutputBytes, cancellation);
        element.ChildNodes.ToHtml(text, HtmlMarkupFormatter.Instance);
        return text.ToString();
    }

    static void Read(IElement node, StringBuilder text, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var end = node.LocalName is "td" or "th" ? " " : node.LocalName == "br" || Lines.Contains(node.LocalName) ? "\n" : "";
        text.Append(end);
        foreach (var child in node.ChildNodes)
        {
            switch (child)
            {
                case IText words:
                    // Only an element makes a line.
                    text.Append(words.Data.Replace('\n', ' '));
                    break;
                case IElement element when !Unread.Contains(element.LocalName):
                    Read(element, text, cancellation);
                    break;
            }
        }
        text.Append(end);
    }
}
