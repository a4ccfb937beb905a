using HtmxFlows.Tests.Web;
using HtmxFlows.Workflows;
using static HtmxFlows.Tests.Pages.Workflows.Editing;

namespace HtmxFlows.Tests.Pages.Workflows.Drafts;

public sealed class RestorationTests(App app)
{
    [Fact]
    public async Task A_version_shows_its_note_and_is_restored_into_the_draft()
    {
        using var visitor = app.Visit();
        var workflow = await app.MakeGreeting("Restored");
        await visitor.Save(await visitor.Edit(workflow, "node=greet"), ("data.template", "Bye"));
        var publish = await visitor.Edit(workflow, "panel=publish");
        Assert.Contains("1 node changed", publish.One("#panel summary").Words(), StringComparison.Ordinal);
        await visitor.Submit(publish.Draft("publication"), Values(("note", "Says farewell"), ("author", "Ada")));
        Assert.Contains("Says farewell by Ada", (await visitor.Open($"/workflows/{workflow}/versions")).One(".versions").Words(), StringComparison.Ordinal);

        var page = await visitor.Submit((await visitor.Open($"/workflows/{workflow}/versions/1")).Draft("restoration"));

        Assert.Equal("Undo: Restored version 1", page.One("#undo-change").Words());
        Assert.Equal("Hello {{prompt}}", (await visitor.Edit(workflow, "node=greet")).Field("data.template"));
        Assert.Equal(2, app.Get<WorkflowPlans>().Newest(workflow));
    }
}
