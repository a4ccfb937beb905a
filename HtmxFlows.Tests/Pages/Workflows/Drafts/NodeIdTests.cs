using System.Net;
using HtmxFlows.Tests.Web;
using static HtmxFlows.Tests.Pages.Workflows.Editing;

namespace HtmxFlows.Tests.Pages.Workflows.Drafts;

public sealed class NodeIdTests(App app)
{
    [Fact]
    public async Task A_renamed_node_is_open_and_expressions_refer_to_its_new_id()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Renamed", [App.Template("a", "x"), App.Template("b", "{{a}}")], "a→b");

        var page = await visitor.Submit((await visitor.Edit(workflow, "node=a")).Draft("nodes/a/id"), Values(("to", "start")));

        Assert.EndsWith("?node=start", page.Address, StringComparison.Ordinal);
        Assert.Equal("{{start}}", (await visitor.Edit(workflow, "node=b")).Field("data.template"));
    }

    [Fact]
    public async Task An_id_that_is_taken_is_refused()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Taken", [App.Template("a", "x"), App.Template("b", "x")]);

        var page = await visitor.Submit((await visitor.Edit(workflow, "node=a")).Draft("nodes/a/id"), Values(("to", "b")));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Contains("already", page.One("[role=alert]").Words(), StringComparison.Ordinal);
    }
}
