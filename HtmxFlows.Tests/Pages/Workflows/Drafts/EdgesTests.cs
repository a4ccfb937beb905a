using System.Net;
using HtmxFlows.Tests.Web;
using static HtmxFlows.Tests.Pages.Workflows.Editing;

namespace HtmxFlows.Tests.Pages.Workflows.Drafts;

public sealed class EdgesTests(App app)
{
    Task<Guid> Chain() => app.Make("Wired", [App.Template("a", "x"), App.Template("b", "{{a}}"), App.Template("c", "{{b}}")], "a→b", "b→c");

    [Fact]
    public async Task Nodes_are_connected_and_disconnected()
    {
        using var visitor = app.Visit();
        var workflow = await Chain();

        var page = await visitor.Submit((await visitor.Edit(workflow, "node=a")).One("form.line[action$='/draft/edges']"), Values(("target", "c")));
        Assert.Equal(["Label of b", "Label of c"], page.Texts(".way a"));
        page = await visitor.Submit(page.All(".way form")[^1]);
        Assert.Equal(["Label of b"], page.Texts(".way a"));
        Assert.Equal("Label of a", page.One("#panel-heading").Words());
    }

    [Fact]
    public async Task An_edge_is_removed_in_its_panel()
    {
        using var visitor = app.Visit();

        var page = await visitor.Submit((await visitor.Edit(await Chain(), "edge=e1")).Draft("edges/removal"));

        Assert.Equal("Undo: Disconnected Label of a from Label of b", page.One("#undo-change").Words());
    }

    [Fact]
    public async Task A_connection_that_would_make_a_loop_is_refused()
    {
        using var visitor = app.Visit();

        var page = await visitor.Submit((await visitor.Edit(await Chain(), "node=c")).One("form.line[action$='/draft/edges']"), Values(("target", "a")));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.NotEmpty(page.One("[role=alert]").Words());
    }

    [Fact]
    public async Task A_deleted_node_reconnects_its_neighbours()
    {
        using var visitor = app.Visit();
        var workflow = await Chain();

        await visitor.Submit((await visitor.Edit(workflow, "node=b")).Draft("removal"));

        Assert.Equal(["Label of a"], (await visitor.Edit(workflow, "node=c")).Texts(".way a"));
    }
}
