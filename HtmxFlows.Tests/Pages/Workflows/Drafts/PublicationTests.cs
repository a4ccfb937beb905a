using System.Net;
using HtmxFlows.Tests.Web;
using HtmxFlows.Workflows;
using static HtmxFlows.Tests.Pages.Workflows.Editing;

namespace HtmxFlows.Tests.Pages.Workflows.Drafts;

public sealed class PublicationTests(App app)
{
    [Fact]
    public async Task A_version_that_was_published_meanwhile_is_shown_before_another_follows_it()
    {
        using var visitor = app.Visit();
        var workflow = await app.MakeGreeting("Past");
        await visitor.Save(await visitor.Edit(workflow, "node=greet"), ("data.template", "mine"));
        var publish = await visitor.Edit(workflow, "panel=publish");
        await app.Get<WorkflowStore>().Update(workflow, 1, new("Past", "", App.Flow([App.Template("theirs", "x")])));

        var refused = await visitor.Submit(publish.Draft("publication"));
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains("Someone else published version 2", refused.Main.Words(), StringComparison.Ordinal);
        Assert.NotEmpty((await visitor.Open($"/workflows/{workflow}")).All("#node-theirs"));

        var shown = await visitor.Submit(refused.Draft("publication"));
        Assert.Equal("Version 3", shown.One("#picture-heading").Words());
    }

    [Fact]
    public async Task A_note_that_is_too_long_is_refused()
    {
        using var visitor = app.Visit();
        var workflow = await app.MakeGreeting("Noted");

        var page = await visitor.Submit((await visitor.Edit(workflow, "panel=publish")).Draft("publication"), Values(("note", new('x', 3000))));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Contains("The note is longer than 2000 characters.", page.One("[role=alert]").Words(), StringComparison.Ordinal);
    }
}
