using HtmxFlows.Accounts;
using HtmxFlows.Tests.Accounts;
using HtmxFlows.Tests.Web;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HtmxFlows.Tests.Browser;

public sealed class PeopleTests(BrowserSession session) : BrowserTest(session), IAsyncLifetime
{
    readonly App app = new();

    public new async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await app.DisposeAsync();
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task The_first_owner_closes_the_app_and_each_role_sees_what_it_may_do(bool withScripts)
    {
        var olga = await Come(withScripts);
        await olga.Go("/people");
        await olga.Page.GetByRole(AriaRole.Link, new() { Name = "Add", Exact = true }).ClickAsync();
        await Add(olga, "Olga", null);
        await SignIn(olga, "Olga");
        await Expect(olga.Page.GetByRole(AriaRole.Heading, new() { Name = "People" })).ToBeVisibleAsync();
        await olga.Page.GetByRole(AriaRole.Link, new() { Name = "Add", Exact = true }).ClickAsync();
        await Add(olga, "Vera", "viewer");
        await Expect(olga.Page.GetByRole(AriaRole.Row, new() { Name = "Vera" })).ToBeVisibleAsync();
        var workflow = await olga.Import(Flows.Echo);

        var vera = await Come(withScripts);
        await vera.Go(workflow);
        await SignIn(vera, "Vera");
        await Expect(vera.Page).ToHaveURLAsync(workflow);
        await Expect(vera.Page.GetByRole(AriaRole.Heading, new() { Name = "Echo", Level = 1 })).ToBeVisibleAsync();
        await Expect(vera.Page.GetByRole(AriaRole.Button, new() { Name = "Run" })).ToHaveCountAsync(0);
        await Expect(vera.Page.GetByRole(AriaRole.Link, new() { Name = "Edit", Exact = true })).ToHaveCountAsync(0);
        await Expect(vera.Page.GetByRole(AriaRole.Link, new() { Name = "People" })).ToHaveCountAsync(0);
        vera.Expected.Add(403);
        await vera.Go("/people");
        await Expect(vera.Page.GetByRole(AriaRole.Heading, new() { Name = "Not allowed" })).ToBeVisibleAsync();

        await olga.Go("/audit?action=user.added");
        await Expect(olga.Page.Locator("tbody tr")).ToHaveCountAsync(2);
        await olga.Page.Locator(".top").GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(olga.Page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_live_page_of_a_user_who_is_signed_out_ends_and_leads_to_the_sign_in()
    {
        var owner = Assert.IsType<UserOutcome.Saved>(await app.Get<Users>().Add(new("Olga", "", Role.Owner), Team.Password, Actor.Anonymous)).User;
        var run = await app.Start(await app.Make("Live", [App.Endless()]));
        var olga = await Come(withScripts: true);
        olga.MayLoseConnection = true;
        olga.Expected.Add(401);
        await olga.Go($"/runs/{run}");
        await SignIn(olga, "Olga");
        await olga.SeeNode("Label of endless", "waiting");
        await app.Get<Users>().SetPassword(owner.Id, "another four words", null, Actor.System);

        await Expect(olga.Page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
        Assert.EndsWith($"/sign-in?return=%2Fruns%2F{run}", olga.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_without_scripts_ends_with_the_session()
    {
        var owner = Assert.IsType<UserOutcome.Saved>(await app.Get<Users>().Add(new("Olga", "", Role.Owner), Team.Password, Actor.Anonymous)).User;
        var run = await app.Start(await app.Make("Live", [App.Endless()]));
        var olga = await Come(withScripts: false);
        olga.MayLoseConnection = true;
        await olga.Go($"/runs/{run}");
        await SignIn(olga, "Olga");
        await Expect(olga.Page.FrameLocator("iframe.live-log").GetByText("Label of endless waits")).ToBeVisibleAsync();
        await app.Get<Users>().SetPassword(owner.Id, "another four words", null, Actor.System);

        await olga.Go($"/runs/{run}");
        await Expect(olga.Page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Axe_finds_no_violation_on_the_pages_of_those_who_have_signed_in()
    {
        var owner = Assert.IsType<UserOutcome.Saved>(await app.Get<Users>().Add(new("Olga", "olga@example.com", Role.Owner), Team.Password, Actor.Anonymous)).User;
        await app.Get<Users>().Add(new("Vera", "", Role.Viewer), Team.Password, new Actor.Person(owner, Guid.Empty));
        await app.Get<Sessions>().Begin(owner, "10.1.2.3", "Another browser");
        var workflow = await app.Make("Seen", [App.Template("a", "x")]);
        var olga = await Come(withScripts: true);
        olga.Expected.Add(422);
        var findings = new List<string>();
        await olga.Go("/sign-in");
        await Look("sign-in");
        await olga.Page.GetByLabel("Name or e-mail address").FillAsync("Olga");
        await olga.Page.GetByLabel("Password").FillAsync("wrong");
        await olga.Press("Sign in");
        await Expect(olga.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await Look("a refused sign-in");
        await SignIn(olga, "Olga");
        foreach (var page in new[] { "/account", "/account/name", "/account/password", "/account/tokens", "/people", "/people/new", "/people/invitations", $"/people/{owner.Id}", $"/people/{owner.Id}/password", "/audit" })
        {
            await olga.Go(page);
            await Look(page);
        }
        await olga.Go("/people/new");
        await Add(olga, "vera", "viewer");
        await Expect(olga.Page.Locator("[aria-invalid=true]")).ToBeVisibleAsync();
        await Look("a refused user");
        await olga.Go($"/workflows/{workflow}/people");
        await Look("the people of a workflow");
        var vera = await Come(withScripts: true);
        await vera.Go($"/workflows/{workflow}");
        await SignIn(vera, "Vera");
        await Axe.Check(vera, finding => findings.Add($"a viewer's workflow: {finding}"));

        Nothing.In(findings);

        Task Look(string page) => Axe.Check(olga, finding => findings.Add($"{page}: {finding}"));
    }

    Task<Visitor> Come(bool withScripts) => Visit(Session.Browser, app.Address, new() { JavaScriptEnabled = withScripts });

    static async Task Add(Visitor visitor, string name, string? role)
    {
        await visitor.Page.GetByLabel("Name").FillAsync(name);
        await visitor.Page.GetByLabel("Password").FillAsync(Team.Password);
        if (role is not null)
            await visitor.Page.GetByLabel("Role").SelectOptionAsync(role);
        await visitor.Press("Add");
    }

    static async Task SignIn(Visitor visitor, string name)
    {
        await visitor.Page.GetByLabel("Name or e-mail address").FillAsync(name);
        await visitor.Page.GetByLabel("Password").FillAsync(Team.Password);
        await visitor.Press("Sign in");
        await Expect(visitor.Page.Locator(".account")).ToContainTextAsync(name);
    }
}
