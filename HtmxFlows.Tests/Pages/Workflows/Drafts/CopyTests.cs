using HtmxFlows.Tests.Web;
using static HtmxFlows.Tests.Pages.Workflows.Editing;

namespace HtmxFlows.Tests.Pages.Workflows.Drafts;

public sealed class CopyTests(App app)
{
    [Fact]
    public async Task Nodes_are_duplicated_and_copied_to_another_workflow()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Several", [App.Template("a", "x {{prompt}}"), App.Template("b", "y {{a}}")], "a→b");
        var other = await app.MakeGreeting("Pasted into");

        var page = await visitor.Submit((await visitor.Edit(workflow, "panel=nodes")).Selection(), Values(("nodes", "a")), "Duplicate");
        Assert.NotEmpty(page.All("#node-a2"));

        var copied = await visitor.Submit((await visitor.Edit(workflow, "panel=nodes")).Selection(), Values(("nodes", "b")), "Copy as JSON");
        var pasted = await visitor.Submit((await visitor.Edit(other, "add=alone")).Draft("insertion"), Values(("json", copied.One("#copied").TextContent)));
        Assert.NotEmpty(pasted.All("#node-b"));
    }
}
