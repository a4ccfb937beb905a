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
        foreach (var link in document.Descendants<AutolinkInline>())
            Mark(link.GetAttributes());
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
        if (!Uri.TryCreate(link.Url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            link.Url = "";
        Mark(link.GetAttributes());
    }

    static void Mark(HtmlAttributes attributes) => attributes.AddProperty("rel", "noopener nofollow");
}
