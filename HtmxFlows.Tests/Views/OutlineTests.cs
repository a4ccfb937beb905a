using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using HtmxFlows.Data;
using HtmxFlows.Tests.Nodes;
using HtmxFlows.Tests.Web;
using HtmxFlows.Tests.Workflows;
using HtmxFlows.Views;
using HtmxFlows.Web;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Views;

public sealed class OutlineTests(App app)
{
    [Fact]
    public async Task It_is_the_graph_of_every_sample_and_template()
    {
        foreach (var flow in SampleWorkflows.All.Concat(WorkflowTemplates.All.SelectMany(template => template.Called.Prepend(template.Workflow))))
            await Check(Flow.Parse(flow.Flow).Flow!);
    }

    [Fact]
    public async Task It_is_the_graph_of_random_flows_with_cycles_and_without()
    {
        var random = new Random(20300131);
        for (var round = 0; round < 10; round++)
        {
            await Check(RandomFlows.Acyclic(random, random.Next(1, 30), random.Next(0, 60)));
            await Check(RandomFlows.Any(random, random.Next(1, 15), random.Next(0, 30)));
        }
    }

    [Fact]
    public async Task Edges_to_missing_nodes_are_reported()
    {
        var page = await Outline(Flow.Parse(Flows.Of("a template\na -> ghost\nphantom:yes -> a\nphantom -> ghost")).Flow!);
        Assert.Equal("from: phantom (missing) (yes)", page.QuerySelector("#outline-a .after")!.Words());
        Assert.Equal("to: ghost (missing)", page.QuerySelector("#outline-a .then")!.Words());
        Assert.Equal("phantom → ghost", page.QuerySelector(".outline-loose li")!.Words());
    }

    [Fact]
    public async Task A_draft_of_more_nodes_than_are_drawn_has_an_outline() =>
        await Check(new(Json.EmptyObject, [.. Enumerable.Range(0, FlowPlan.MostNodes + 1).Select(n => new FlowNode($"n{n}", "template", $"n{n}", Json.EmptyObject))], []));

    async Task Check(Flow flow)
    {
        var page = await Outline(flow);
        var items = page.QuerySelectorAll("ol.outline > li").ToArray();

        Assert.Equal(flow.Nodes.Select(node => DomIds.Outline(node.Id)).Order(StringComparer.Ordinal), items.Select(item => item.Id!).Order(StringComparer.Ordinal));
        foreach (var node in flow.Nodes)
        {
            var item = items.Single(item => item.Id == DomIds.Outline(node.Id));
            Assert.Equal(node.Label, item.QuerySelector(".label")!.TextContent);
            Assert.StartsWith($"{NodeTypes.Catalogue.TitleOf(node.Type)} · {node.Id}", item.QuerySelector(".kind")!.Words(), StringComparison.Ordinal);
            Assert.Equal(flow.Edges.Where(edge => edge.Target == node.Id).Select(edge => Told(edge, edge.Source)), Ends(item, ".after"));
            Assert.Equal(flow.Edges.Where(edge => edge.Source == node.Id).Select(edge => Told(edge, edge.Target)), Ends(item, ".then"));
        }
        Assert.Equal(FlowOutline.Of(flow).Nodes.Select(node => DomIds.Outline(node.Node.Id)), items.Select(item => item.Id));
    }

    static (string Edge, string Port, string Other) Told(FlowEdge edge, string other) => (edge.Id, edge.Port ?? "", $"#{DomIds.Outline(other)}");

    static IEnumerable<(string, string, string)> Ends(IElement item, string part) =>
        item.QuerySelectorAll($"{part} [data-edge]").Select(end => (end.GetAttribute("data-edge")!, end.GetAttribute("data-port")!, end.QuerySelector("a")!.GetAttribute("href")!));

    async Task<IDocument> Outline(Flow flow) =>
        new HtmlParser().ParseDocument(await app.Get<Fragments>().Render("/Pages/Shared/_Outline.cshtml", new Diagram(flow)));
}
