using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace HtmxFlows.Tests.Browser;

/// <summary>HTML without insignificant differences: space between tags, the order of attributes, and the classes that htmx leaves.</summary>
static class Normal
{
    static readonly string[] Marks = ["htmx-settling", "htmx-swapping", "htmx-added", "htmx-request"];

    public static string Html(string html)
    {
        var body = new HtmlParser().ParseDocument(html).Body!;
        foreach (var element in body.QuerySelectorAll("*"))
        {
            element.ClassList.Remove(Marks);
            if (element.GetAttribute("class") is "")
                element.RemoveAttribute("class");
        }
        return string.Join('\n', Lines(body));
    }

    static IEnumerable<string> Lines(INode node) => node switch
    {
        IElement element => [Tag(element), .. element.ChildNodes.SelectMany(Lines), $"</{element.LocalName}>"],
        IText text when text.Data.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } words => [string.Join(' ', words)],
        _ => [],
    };

    static string Tag(IElement element) =>
        $"<{string.Join(' ', element.Attributes.OrderBy(attribute => attribute.Name, StringComparer.Ordinal).Select(attribute => $"{attribute.Name}=\"{attribute.Value}\"").Prepend(element.LocalName))}>";
}
