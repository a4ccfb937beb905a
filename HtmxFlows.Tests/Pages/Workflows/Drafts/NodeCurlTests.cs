using System.Net;
using HtmxFlows.Tests.Web;
using static HtmxFlows.Tests.Pages.Workflows.Editing;

namespace HtmxFlows.Tests.Pages.Workflows.Drafts;

public sealed class NodeCurlTests(App app)
{
    [Fact]
    public async Task A_curl_command_fills_in_the_fields_of_a_node()
    {
        using var visitor = app.Visit();
        var page = await visitor.Edit(await app.Make("From curl", [App.Node("call", "http", new { label = "Call", url = "http://127.0.0.1:1/", method = "put" })]), "node=call");

        page = await visitor.Submit(page.Draft("nodes/call/curl"), Values(("command", "curl 'https://api.example.com/orders' -H 'Accept: application/json'")));

        Assert.Equal(("https://api.example.com/orders", "application/json"), (page.Field("data.url"), page.Field("data.headers[0].value")));
        Assert.Equal(("Call", "get"), (page.Field("data.label"), page.One("[name='data.method'] [selected]").GetAttribute("value")));
        Assert.Equal("Undo: Filled in Call from a curl command", page.One("#undo-change").Words());
    }

    [Fact]
    public async Task A_command_that_is_none_is_refused_with_a_sentence()
    {
        using var visitor = app.Visit();
        var page = await visitor.Edit(await app.Make("Not curl", [App.Node("call", "http", new { url = "http://127.0.0.1:1/" })]), "node=call");

        page = await visitor.Submit(page.Draft("nodes/call/curl"), Values(("command", "curl")));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.EndsWith("…", page.One("[role=alert]").Words(), StringComparison.Ordinal);
        Assert.Equal("http://127.0.0.1:1/", page.Field("data.url"));
    }

    [Fact]
    public async Task A_node_of_another_type_has_no_such_field()
    {
        using var visitor = app.Visit();
        Assert.Empty((await visitor.Edit(await app.MakeGreeting("No curl"), "node=greet")).All("#curl"));
    }
}
