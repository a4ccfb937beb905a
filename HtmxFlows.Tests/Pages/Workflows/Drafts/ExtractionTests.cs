using System.Net;
using HtmxFlows.Tests.Web;
using HtmxFlows.Workflows;
using static HtmxFlows.Tests.Pages.Workflows.Editing;

namespace HtmxFlows.Tests.Pages.Workflows.Drafts;

public sealed class ExtractionTests(App app)
{
    Task<Guid> Chain() => app.Make("Extracted from", [App.Template("a", "x {{prompt}}"), App.Template("b", "y {{a}}"), App.Template("c", "z {{b}}")], "a→b", "b→c");

    [Fact]
    public async Task Nodes_are_moved_into_a_workflow_that_runs_in_their_place()
    {
        using var visitor = app.Visit();
        var workflow = await Chain();

        var page = await visitor.Submit((await visitor.Edit(workflow, "panel=nodes")).Selection(), Values(("nodes", "b"), ("name", "The moved part")), "Move");
        Assert.Empty(page.All("#node-b"));
        await visitor.Submit((await visitor.Edit(workflow, "panel=publish")).Draft("publication"));
        var run = await app.RunToEnd(workflow, "it");

        Assert.Contains("z y x it", (await visitor.Open($"/runs/{run}")).One("#log").Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_workflow_is_created_if_the_draft_has_changed_meanwhile()
    {
        using var visitor = app.Visit();
        var workflow = await Chain();
        var opened = await visitor.Edit(workflow, "panel=nodes");
        await visitor.Save(await visitor.Edit(workflow, "node=a"), ("data.label", "Changed"));

        var conflict = await visitor.Submit(opened.Selection(), Values(("nodes", "b"), ("name", "Never made")), "Move");
        Assert.Equal(HttpStatusCode.Conflict, conflict.Status);
        Assert.False(app.Get<WorkflowStore>().Has("Never made"));

        await visitor.Submit(conflict.One("[role=alert] form"), button: "Apply my change");
        Assert.True(app.Get<WorkflowStore>().Has("Never made"));
    }

    [Fact]
    public async Task The_selection_stays_if_the_name_is_missing()
    {
        using var visitor = app.Visit();

        var page = await visitor.Submit((await visitor.Edit(await Chain(), "panel=nodes")).Selection(), Values(("nodes", "b")), "Move");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Equal(["b"], page.All("[name=nodes][checked]").Select(box => box.GetAttribute("value")));
    }
}
