using HtmxFlows.Tests.Web;
using static HtmxFlows.Tests.Pages.Workflows.Editing;

namespace HtmxFlows.Tests.Pages.Workflows.Drafts;

public sealed class NodeReplacementTests(App app)
{
    [Fact]
    public async Task A_node_is_replaced_and_keeps_its_id_label_edges_and_fields_of_the_same_name()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make(
            "Replaced", [App.Template("start", "x"), App.Node("few", "filter", new { label = "Few", items = "{{start}}", conditions = new[] { new { left = "{{item}}", @operator = "exists" } } }), App.Template("end", "{{few}}")],
            "start→few", "few→end");

        var page = await visitor.Open((await visitor.Edit(workflow, "node=few")).All("a").First(link => link.Words() == "Replace with…").GetAttribute("href")!);
        page = await visitor.Submit(page.One("#types"), button: "type=limit");

        Assert.Equal(("Few", "Limit a list"), (page.One("#panel-heading").Words(), page.One("p.kind").Words().Split(" · ")[0]));
        Assert.Equal("{{start}}", page.Field("data.items"));
        Assert.Equal(["Label of start", "Label of end"], page.Texts(".way a"));
        Assert.Equal("Undo: Replaced Few by Limit a list", page.One("#undo-change").Words());
    }

    [Fact]
    public async Task Edges_leave_a_replaced_node_by_its_first_port()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Ported", [App.Template("a", "x"), App.Template("b", "x"), App.Template("c", "x")], "a→b", "a→c");

        var page = await visitor.Submit((await visitor.Edit(workflow, "node=a&panel=replace")).One("#types"), button: "type=branch");

        Assert.Contains("Edge from Label of a, port true, to Label of c", page.All(".plus").Select(sign => sign.GetAttribute("aria-label")));
        page = await visitor.Submit((await visitor.Edit(workflow, "node=a&panel=replace")).One("#types"), button: "type=template");
        Assert.Contains("Edge from Label of a to Label of c", page.All(".plus").Select(sign => sign.GetAttribute("aria-label")));
    }

    [Fact]
    public async Task A_placeholder_of_an_import_is_replaced()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Imported", [App.Node("slack", "unsupported", new { label = "Tell them", type = "slackMessage" })]);

        var page = await visitor.Submit((await visitor.Edit(workflow, "node=slack&panel=replace")).One("#types"), button: "type=http");

        Assert.Equal(("Tell them", ""), (page.One("#panel-heading").Words(), page.Field("data.url")));
    }
}
