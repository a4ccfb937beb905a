using HtmxFlows.Tests.Web;
using static HtmxFlows.Tests.Pages.Workflows.Editing;

namespace HtmxFlows.Tests.Pages.Workflows.Drafts;

public sealed class NodeRowsTests(App app)
{
    [Fact]
    public async Task Rows_are_added_filled_and_removed()
    {
        using var visitor = app.Visit();
        var page = await visitor.Edit(await app.Make("Rows", [App.Node("call", "http", new { url = "http://127.0.0.1:1/" })]), "node=call");

        page = await visitor.Submit(page.Node(), button: "Add header");
        page = await visitor.Submit(page.Node(), Values(("data.headers[0].name", "X-A"), ("data.headers[0].value", "1")), "list=headers");
        page = await visitor.Submit(page.Node(), Values(("data.headers[1].name", "X-B"), ("data.headers[1].value", "2")), "row=headers[0]");

        Assert.Equal("X-B", page.Field("data.headers[0].name"));
        Assert.Empty(page.All("[name='data.headers[1].name']"));
    }

    [Fact]
    public async Task A_new_row_gets_the_focus()
    {
        using var visitor = app.Visit();
        var page = await visitor.Edit(await app.Make("Focus", [App.Node("call", "http", new { url = "http://127.0.0.1:1/" })]), "node=call");

        page = await visitor.Submit(page.Node(), button: "list=headers");

        Assert.EndsWith("&at=headers", page.Address, StringComparison.Ordinal);
        Assert.Equal("data.headers[0].name", Assert.Single(page.All("[autofocus]")).GetAttribute("name"));
    }
}
