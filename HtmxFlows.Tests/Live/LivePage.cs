using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Live;

/// <summary>A run page into which a stream's events are swapped as htmx does it by the page's own attributes.</summary>
public sealed class LivePage
{
    static readonly string[] Parts = ["title", "#log", "#now", "#panel", ".picture", "#timeline"];

    readonly IHtmlDocument document;

    LivePage(Page page) => document = new HtmlParser().ParseDocument(page.Source);

    public static LivePage Of(Page page) => new(page);

    /// <summary>The page as it was before the run's first event.</summary>
    public static LivePage Before(Page page)
    {
        var before = new LivePage(page);
        foreach (var part in before.document.QuerySelectorAll("#log, #now, #panel, #timeline, #counts"))
            part.InnerHtml = "";
        foreach (var node in before.document.QuerySelectorAll("svg .state"))
        {
            node.SetAttribute("data-status", "pending");
            node.TextContent = " · pending";
        }
        return before;
    }

    /// <summary>What the stream keeps up to date, without what HTML does not mind: white space between words.</summary>
    public string Html => string.Join('\n', Parts.Select(part => Normal(document.QuerySelector(part)!)));

    public void Apply(IEnumerable<SseEvent> events)
    {
        foreach (var next in events)
            Apply(next);
    }

    void Apply(SseEvent next)
    {
        // The events are named on the page itself once the run is live; a finished page's log names them too.
        if (document.QuerySelectorAll("[sse-swap]").FirstOrDefault(element => element.GetAttribute("sse-swap")!.Split(',').Contains(next.Name)) is not { } listener)
        {
            Assert.True(next.Name == "done", $"Nobody on the page listens to {next.Name}.");
            return;
        }
        var target = listener.GetAttribute("hx-target") is { } selector ? document.QuerySelector(selector)! : listener;
        INode[] nodes = [.. new HtmlParser().ParseFragment(next.Data, target)];
        // A title in what is swapped in is that of the page.
        foreach (var title in nodes.OfType<IElement>().Where(element => element.LocalName == "title"))
            document.Title = title.TextContent;
        nodes = [.. nodes.Where(node => node is not IElement { LocalName: "title" })];
        foreach (var apart in nodes.OfType<IElement>().Where(element => element.HasAttribute("hx-swap-oob")).ToArray())
        {
            var there = document.GetElementById(apart.Id!) ?? throw new InvalidOperationException($"There is no {apart.Id} to replace.");
            if (apart.GetAttribute("hx-swap-oob") == "innerHTML")
                there.InnerHtml = apart.InnerHtml;
            else
                there.Replace(apart);
            apart.RemoveAttribute("hx-swap-oob");
            nodes = [.. nodes.Where(node => node != apart)];
        }
        if (listener.GetAttribute("hx-swap")!.StartsWith("innerHTML", StringComparison.Ordinal))
            target.InnerHtml = "";
        target.Append(nodes);
    }

    static string Normal(INode node) => node switch
    {
        IText text => text.Words(),
        IElement element => $"<{element.LocalName} {string.Join(' ', element.Attributes.Where(Counts).OrderBy(attribute => attribute.Name).Select(attribute => $"{attribute.Name}={attribute.Value}"))}>"
            + string.Concat(element.ChildNodes.Select(Normal)) + "</>",
        _ => "",
    };


    static bool Counts(IAttr attribute) => attribute.Name != "hx-swap-oob";
}
