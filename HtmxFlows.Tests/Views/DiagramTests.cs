using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using HtmxFlows.Data;
using HtmxFlows.Tests.Web;
using HtmxFlows.Tests.Workflows;
using HtmxFlows.Views;
using HtmxFlows.Web;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Views;

public sealed class DiagramTests(App app)
{
    const string Nodes =
        """
        start http {"label": "Fetch <b>", "pinned": {"output": 1}}
        odd template {"label": "Odd", "template": "even numbers"}
        other fail
        hint note {"text": "Ask first."}
        start -> odd
        start:error -> other
        """;

    [Fact]
    public async Task Nodes_say_whether_they_are_pinned_selected_or_have_problems()
    {
        var page = await Draw(new(Read(Nodes)) { Selected = "odd", Problems = new HashSet<string> { "other" } });

        Assert.Equal(["HTTP request · pinned", "Template: even numbers", "⚠has a problem, Fail"], Links(page).Select(link => link.QuerySelector(".kind")!.Words()));
        Assert.Equal(["odd"], Links(page).Where(link => link.GetAttribute("aria-current") == "true").Select(IdOf));
    }

    [Fact]
    public async Task Nodes_link_to_their_rows_or_to_the_given_address()
    {
        Assert.Equal(["#row-start", "#row-odd", "#row-other"], Links(await Draw(new(Read(Nodes)))).Select(Href));

        var page = await Draw(new(Read(Nodes)) { NodeHref = node => $"?node={node.Id}" });
        Assert.Equal(["?node=start", "?node=odd", "?node=other"], Links(page).Where(link => !link.ClassList.Contains("note")).Select(Href));
        Assert.Equal("Note: Ask first.", page.QuerySelector("a.note[href='?node=hint']")!.Words());
    }

    [Fact]
    public async Task Each_edge_carries_a_sign_to_press_where_edges_lead_somewhere()
    {
        Assert.Empty((await Draw(new(Read(Nodes)))).QuerySelectorAll("a.plus"));

        var page = await Draw(new(Read(Nodes)) { EdgeHref = edge => $"?edge={edge.Id}" });
        var signs = page.QuerySelectorAll("a.plus").ToArray();
        Assert.Equal(["?edge=start-odd", "?edge=start:error-other"], signs.Select(Href));
        Assert.Equal(["Edge from Fetch <b> to Odd", "Edge from Fetch <b>, port error, to other"], signs.Select(sign => sign.GetAttribute("aria-label")));
        Assert.All(signs, sign => Assert.Null(sign.Closest("[aria-hidden]")));
        // htmx follows links of HTML within the page; it leaves links of SVG to the browser, which opens another page.
        Assert.All(signs, sign => Assert.Equal("http://www.w3.org/1999/xhtml", sign.NamespaceUri));
    }

    [Fact]
    public async Task An_edge_from_the_error_port_has_a_word_and_a_mark_for_the_style_sheet()
    {
        var page = await Draw(new(Read(Nodes)));
        Assert.Equal(["", "error"], page.QuerySelectorAll("path.edge").Select(edge => edge.GetAttribute("data-port")));
        Assert.Equal("error", page.QuerySelector("text.port.error")!.TextContent);
    }

    [Fact]
    public async Task A_node_is_the_same_in_the_picture_and_in_a_stream_but_for_the_swap()
    {
        var picture = new Diagram(Read(Nodes));
        var inPicture = (await Draw(picture)).QuerySelector("#node-start")!;
        var alone = Parse(await app.Get<Fragments>().Render("/Pages/Shared/_Node.cshtml", picture.NodeCard(picture.Flow.Nodes[0]) with { IsSwap = true })).QuerySelector("#node-start")!;

        Assert.Equal("true", alone.GetAttribute("hx-swap-oob"));
        alone.RemoveAttribute("hx-swap-oob");
        Assert.Equal(inPicture.OuterHtml, alone.OuterHtml);
    }

    [Fact]
    public async Task A_draft_of_too_many_nodes_is_not_drawn()
    {
        var nodes = Enumerable.Range(0, FlowPlan.MostNodes + 1).Select(n => new FlowNode($"n{n}", "template", "", Json.EmptyObject));
        var page = await Draw(new(new(Json.EmptyObject, [.. nodes], [])));
        Assert.Equal("Too large to draw: 1,001 nodes. The limit is 1,000 nodes.", page.QuerySelector("#picture")!.Words());
    }

    async Task<IHtmlDocument> Draw(Diagram picture) => Parse(await app.Get<Fragments>().Render("/Pages/Shared/_Diagram.cshtml", picture));

    static IHtmlDocument Parse(string html) => new HtmlParser().ParseDocument(html);

    static Flow Read(string flow) => Flow.Parse(Flows.Of(flow)).Flow!;

    static IElement[] Links(IHtmlDocument page) => [.. page.QuerySelectorAll("a.node:not(.note)")];

    static string? Href(IElement link) => link.GetAttribute("href");

    static string IdOf(IElement link) => link.Id!["node-".Length..];
}
