using Markdig;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.AspNetCore.Html;

namespace HtmxFlows.Web;

/// <summary>Markdown as HTML that is safe to show: no raw HTML, links to http(s) alone, no images from elsewhere.</summary>
public static class MarkdownText
{
    static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().UseAutoLinks().UseTaskLists().Build();

    public static IHtmlContent Render(string text)
    {
        var document = Markdown.Parse(text, Pipeline);
        foreach (var link in document.Descendants<LinkInline>())
            MakeSafe(link);
        foreach (var link in document.Descendants<AutolinkInline>().ToArray())
            MakeSafe(link);
        foreach (var heading in document.Descendants<HeadingBlock>())
        {
            // Whatever a node writes stands below the page's own headings.
            heading.GetAttributes().AddClass(Words.Invariant($"heading-{heading.Level}"));
            heading.Level = 4;
        }
        return new HtmlString(document.ToHtml(Pipeline));
    }

    static void MakeSafe(LinkInline link)
    {
        link.IsImage = false;
        if (!IsSafe(link.Url))
            link.Url = "";
        Mark(link.GetAttributes());
    }

    // <javascript:…> and <me@example.com> are links too; what is no address on the web stays the text that it is.
    static void MakeSafe(AutolinkInline link)
    {
        if (IsSafe(link.Url))
            Mark(link.GetAttributes());
        else
            link.ReplaceBy(new LiteralInline(link.Url));
    }

    static bool IsSafe(string? url) => Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https");

    static void Mark(HtmlAttributes attributes) => attributes.AddProperty("rel", "noopener nofollow");
}
