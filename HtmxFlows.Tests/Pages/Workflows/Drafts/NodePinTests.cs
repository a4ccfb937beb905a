using HtmxFlows.Tests.Web;
using static HtmxFlows.Tests.Pages.Workflows.Editing;

namespace HtmxFlows.Tests.Pages.Workflows.Drafts;

public sealed class NodePinTests(App app)
{
    [Fact]
    public async Task A_pinned_output_is_used_by_draft_runs_alone()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Pinned", [App.Template("dear", "expensive"), App.Template("after", "got {{dear}}")], "dear→after");

        var tested = await visitor.Submit((await visitor.Edit(workflow, "node=dear")).Node(), Values(("data.template", "pinned {{prompt}}")), "Test");
        var page = await visitor.Submit(tested.Draft("nodes/dear/pin"));
        Assert.Contains("Pinned output", page.Main.Words(), StringComparison.Ordinal);
        await visitor.Save(page, ("data.template", "changed"));

        var draft = await visitor.Submit((await visitor.Edit(workflow, "panel=run")).Draft("runs"));
        await app.End(draft.Id);
        Assert.Contains("got pinned", (await visitor.Open(draft.Address)).One("#log").Words(), StringComparison.Ordinal);
        await visitor.Submit((await visitor.Edit(workflow, "panel=publish")).Draft("publication"));
        var run = await app.RunToEnd(workflow);
        Assert.Contains("got changed", (await visitor.Open($"/runs/{run}")).One("#log").Words(), StringComparison.Ordinal);

        page = await visitor.Submit((await visitor.Edit(workflow, "node=dear")).Draft("nodes/dear/pin"), button: "Unpin");
        Assert.DoesNotContain("Pinned output", page.Main.Words(), StringComparison.Ordinal);
    }
}
