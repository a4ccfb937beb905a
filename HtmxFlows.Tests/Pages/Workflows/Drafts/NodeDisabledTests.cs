using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Pages.Workflows.Drafts;

public sealed class NodeDisabledTests(App app)
{
    [Fact]
    public async Task A_node_is_disabled_and_enabled_by_one_button_and_undone()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Switched off", [App.Template("first", "hello"), App.Template("dear", "expensive"), App.Template("after", "got {{dear}}")], "first→dear", "dear→after");

        var page = await visitor.Submit((await visitor.Edit(workflow, "node=dear")).Draft("nodes/dear/disabled"), button: "Disable");
        Assert.Contains("· disabled", page.One("p.kind").Words(), StringComparison.Ordinal);
        Assert.Equal("Template: expensive · disabled", page.One(".node[data-disabled=disabled] .kind").Words());
        Assert.Contains("· disabled", (await visitor.Edit(workflow, "view=outline")).One(".outline").Words(), StringComparison.Ordinal);

        var draft = await visitor.Submit((await visitor.Edit(workflow, "panel=run")).Draft("runs"));
        await app.End(draft.Id);
        var run = await visitor.Open(draft.Address);
        Assert.Contains("got hello", run.One("#log").Words(), StringComparison.Ordinal);
        Assert.Contains("dear · disabled", (await visitor.Open($"{draft.Address}/nodes")).Main.Words(), StringComparison.Ordinal);

        page = await visitor.Submit((await visitor.Edit(workflow, "node=dear")).Draft("nodes/dear/disabled"), button: "Enable");
        Assert.Empty(page.All(".node[data-disabled=disabled]"));
        page = await visitor.Submit(page.Draft("undo"));
        Assert.Single(page.All(".node[data-disabled=disabled]"));
    }

    [Fact]
    public async Task A_node_with_problems_does_not_keep_the_workflow_from_running_while_it_is_disabled()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Wrong", [App.Template("bad", "x")]);
        var page = await visitor.Save(await visitor.Edit(workflow, "node=bad"), ("data.template", "{{missing}}"));
        Assert.NotEmpty(page.All(".node[data-problem=problem]"));
        page = await visitor.Submit(page.Draft("nodes/bad/disabled"), button: "Disable");
        Assert.Empty(page.All(".node[data-problem=problem]"));
        await visitor.Submit((await visitor.Edit(workflow, "panel=publish")).Draft("publication"));
        Assert.Contains("bad finished", (await visitor.Open($"/runs/{await app.RunToEnd(workflow)}")).One("#log").Words(), StringComparison.Ordinal);
    }
}
