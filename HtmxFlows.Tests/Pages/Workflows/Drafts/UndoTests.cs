using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Pages.Workflows.Drafts;

public sealed class UndoTests(App app)
{
    [Fact]
    public async Task Every_change_can_be_undone_and_redone_by_the_buttons()
    {
        using var visitor = app.Visit();
        var workflow = await app.MakeGreeting("Undone");
        var page = await visitor.Save(await visitor.Edit(workflow, "node=greet"), ("data.template", "Bye {{prompt}}"));
        page = await visitor.Submit(page.Draft("removal"));
        Assert.Empty(page.All("#node-greet"));

        page = await visitor.Submit(page.Draft("undo"));
        Assert.NotEmpty(page.All("#node-greet"));
        page = await visitor.Submit(page.Draft("undo"));
        Assert.True(page.One("#undo").HasAttribute("disabled"));
        Assert.Contains("no changes", page.Main.Words(), StringComparison.Ordinal);
        await visitor.Submit(page.Draft("redo"));
        Assert.Equal("Bye {{prompt}}", (await visitor.Edit(workflow, "node=greet")).Field("data.template"));
    }

    [Fact]
    public async Task The_selected_node_stays_selected()
    {
        using var visitor = app.Visit();
        var page = await visitor.Save(await visitor.Edit(await app.MakeGreeting("Stays"), "node=greet"), ("data.template", "Bye"));

        page = await visitor.Submit(page.Draft("undo"));

        Assert.Equal("Hello {{prompt}}", page.Field("data.template"));
    }
}
