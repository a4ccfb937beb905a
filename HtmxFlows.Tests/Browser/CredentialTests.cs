using HtmxFlows.Accounts;
using HtmxFlows.Credentials;
using HtmxFlows.Tests.Outbound;
using HtmxFlows.Tests.Web;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HtmxFlows.Tests.Browser;

public sealed class CredentialTests(BrowserSession session) : BrowserTest(session), IAsyncLifetime
{
    readonly App app = new();

    public new async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await app.DisposeAsync();
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_credential_is_added_and_chosen_in_a_node(bool withScripts)
    {
        var visitor = await Come(withScripts);
        await visitor.Go("/credentials");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Add", Exact = true }).ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Bearer token" }).ClickAsync();
        await visitor.Page.GetByLabel("Name").FillAsync("CRM_KEY");
        await visitor.Page.GetByLabel("Token").FillAsync("open sesame");
        await visitor.Page.GetByLabel("Hosts").FillAsync("crm.example.com");
        await visitor.Press("Add");
        await Expect(visitor.Page.GetByLabel("Token")).ToHaveValueAsync("");
        var workflow = await app.Make("Calls", [App.Node("call", "http", new { label = "Call", url = "https://crm.example.com/" })]);
        await visitor.Go($"/workflows/{workflow}/edit?node=call&at=credential");
        var before = await visitor.Page.Locator("#revision").InputValueAsync();
        await visitor.Page.GetByRole(AriaRole.Combobox, new() { Name = "Credential" }).SelectOptionAsync("CRM_KEY");
        await visitor.Save();
        await Expect(visitor.Page.Locator("#revision")).Not.ToHaveValueAsync(before);
        await visitor.Go("/credentials");

        await Expect(visitor.Page.GetByRole(AriaRole.Row, new() { Name = "CRM_KEY" }).GetByRole(AriaRole.Link, new() { Name = "Calls › Call" })).ToBeVisibleAsync();
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task An_account_is_connected_at_its_provider(bool withScripts)
    {
        await using var peer = await OAuthPeer.Start();
        var made = Assert.IsType<CredentialOutcome.Saved>(await app.Get<CredentialStore>().Add(peer.Details("ACCOUNT", "oauth2-code"), Actor.CommandLine)).Credential;
        var visitor = await Come(withScripts);
        visitor.Elsewhere.Add(peer.Url);
        await visitor.Go($"/credentials/{made.Id}");
        await visitor.Press("Connect");

        await Expect(visitor.Page.GetByText("✓ Connected.")).ToBeVisibleAsync();
        var findings = new List<string>();
        if (withScripts)
            await Axe.Check(visitor, findings.Add);
        Nothing.In(findings);
    }

    Task<Visitor> Come(bool withScripts) => Visit(Session.Browser, app.Address, new() { JavaScriptEnabled = withScripts });
}
