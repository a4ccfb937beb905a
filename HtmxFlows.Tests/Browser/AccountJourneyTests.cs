using HtmxFlows.Accounts;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Accounts;
using HtmxFlows.Tests.Web;
using HtmxFlows.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HtmxFlows.Tests.Browser;

/// <summary>How people come to their accounts, and what they do with them, with scripts and without.</summary>
public sealed class AccountJourneyTests(BrowserSession session) : BrowserTest(session), IAsyncLifetime
{
    Team team = null!;

    public new async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        team = new();
        await team.InitializeAsync();
    }

    public new async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await team.DisposeAsync();
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task The_link_of_the_log_makes_the_first_owner(bool withScripts)
    {
        await using var app = new App { Configure = host => host.ConfigureServices(services => services.AddSingleton(new Reach(IsNetwork: true))) };
        var ada = await Visit(Session.Browser, app.Address, new() { JavaScriptEnabled = withScripts });
        ada.Expected.Add(403);
        await ada.Go("/");
        await Expect(ada.Page.GetByText("The server prints a new one in its log")).ToBeVisibleAsync();
        await ada.Go($"/setup?token={app.Get<SetupToken>().Issue()}");
        await Register(ada, "Ada");

        await Expect(ada.Page.GetByRole(AriaRole.Heading, new() { Name = "People", Level = 1 })).ToBeVisibleAsync();
        await Expect(ada.Page.Locator(".account")).ToContainTextAsync("Ada");
        await Look(ada, withScripts);
        await ada.Leave();
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_person_who_is_invited_sees_what_the_role_may_do(bool withScripts)
    {
        var workflow = await team.App.Make("Shared", [App.Template("a", "x")]);
        var olga = await SignedIn("Olga", "/people", withScripts);
        await olga.Page.GetByRole(AriaRole.Link, new() { Name = "Invite" }).ClickAsync();
        await olga.Page.GetByLabel("Role").SelectOptionAsync("runner");
        await olga.Press("Make a link");
        var link = await olga.Page.Locator("#link").InputValueAsync();
        await Look(olga, withScripts);

        var nina = await Come(withScripts);
        await nina.Go(link);
        await Expect(nina.Page.GetByText("Olga invites you as runner.")).ToBeVisibleAsync();
        await Look(nina, withScripts);
        await Register(nina, "Nina");
        await Expect(nina.Page.Locator(".account")).ToContainTextAsync("Nina");
        await nina.Go($"/workflows/{workflow}");

        await Expect(nina.Page.Locator("form.prompt").GetByRole(AriaRole.Button, new() { Name = "Run" })).ToBeVisibleAsync();
        await Expect(nina.Page.GetByRole(AriaRole.Link, new() { Name = "Edit", Exact = true })).ToHaveCountAsync(0);
        await Expect(nina.Page.GetByRole(AriaRole.Link, new() { Name = "People" })).ToHaveCountAsync(0);
        var late = await Come(withScripts);
        late.Expected.Add(404);
        await late.Go(link);
        await Expect(late.Page.GetByText("This link is incomplete, used, withdrawn or more than a week old.")).ToBeVisibleAsync();
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task An_authenticator_app_is_added_and_its_code_signs_in(bool withScripts)
    {
        var vera = await SignedIn("Vera", "/account", withScripts);
        await vera.Page.GetByRole(AriaRole.Link, new() { Name = "Authenticator app" }).ClickAsync();
        var app = AppSecret.Parse(await vera.Page.Locator("code.key").InnerTextAsync())!;
        await Look(vera, withScripts);
        await vera.Page.GetByLabel("Code", new() { Exact = true }).FillAsync(app.CodeAt(DateTimeOffset.UtcNow));
        await vera.Page.GetByLabel("Your password").FillAsync(Team.Password);
        await vera.Press("Use this app");
        await Expect(vera.Page.GetByRole(AriaRole.List, new() { Name = "Recovery codes" }).GetByRole(AriaRole.Listitem)).ToHaveCountAsync(10);
        var code = await vera.Page.GetByRole(AriaRole.List, new() { Name = "Recovery codes" }).GetByRole(AriaRole.Listitem).First.InnerTextAsync();
        await Look(vera, withScripts);
        foreach (var page in new[] { "/account", "/account/authenticator", "/account/authenticator/codes", "/account/authenticator/removal" })
        {
            await vera.Go(page);
            await Look(vera, withScripts);
        }

        // The code of the next step works already, and the one that was just used does not.
        foreach (var next in new[] { app.CodeAt(DateTimeOffset.UtcNow.AddSeconds(30)), code })
        {
            await vera.Page.Locator(".top").GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
            await Fill(vera, "Vera");
            await Expect(vera.Page.GetByRole(AriaRole.Heading, new() { Name = "Enter your code" })).ToBeVisibleAsync();
            await Look(vera, withScripts);
            await vera.Page.GetByLabel("Code", new() { Exact = true }).FillAsync(next);
            await vera.Press("Sign in");
            await Expect(vera.Page.Locator(".account")).ToContainTextAsync("Vera");
        }

        var olga = await SignedIn("Olga", $"/people/{team.User(Role.Viewer).Id}", withScripts);
        await Expect(olga.Page.GetByText("uthenticator app").First).ToBeVisibleAsync();
        await Look(olga, withScripts);
        await olga.Go($"/people/{team.User(Role.Viewer).Id}/authenticator/removal");
        await Look(olga, withScripts);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_session_that_its_user_ends_elsewhere_takes_its_live_page_along(bool withScripts)
    {
        var run = await team.App.Start(await team.App.Make("Live", [App.Endless()]));
        var left = await Come(withScripts);
        left.MayLoseConnection = true;
        left.Expected.Add(401);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        left.Page.RequestFailed += (_, request) => Note(request);
        left.Page.RequestFinished += (_, request) => Note(request);
        await left.Go($"/runs/{run}");
        await SignIn(left, "Rosa");
        if (withScripts)
            await left.SeeNode("Label of endless", "waiting");
        else
            await Expect(left.Page.FrameLocator("iframe.live-log").GetByText("Label of endless waits")).ToBeVisibleAsync();
        Assert.False(ended.Task.IsCompleted);

        var rosa = await SignedIn("Rosa", "/account", withScripts);
        await rosa.Page.Locator("[data-session]").GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(rosa.Page.Locator("[data-session]")).ToHaveCountAsync(1);

        // The stream is cut by the server; nothing else ends it.
        await ended.Task.Soon();
        if (!withScripts)
            await left.Go($"/runs/{run}");
        await Expect(left.Page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();

        void Note(IRequest request)
        {
            if (request.Url.Contains($"/runs/{run}/{(withScripts ? "events" : "log")}", StringComparison.Ordinal))
                ended.TrySetResult();
        }
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_question_for_chosen_people_leads_from_its_link_by_the_sign_in_to_the_answer(bool withScripts)
    {
        var run = await team.App.Start(await team.App.Make("Asks", [App.Node("ask", "approve", new { label = "The editor", text = "May it be printed?", who = "chosen", people = "Rosa" })]));
        await Eventually.Equal(RunStatus.Waiting, () => Task.FromResult(team.App.Get<RunStore>().Status(run)!.Value));
        var link = team.App.Get<ApprovalAddresses>().AddressOf(run, "ask");
        var vera = await Come(withScripts);
        vera.Expected.Add(403);
        await vera.Go(link);
        await Fill(vera, "Vera");
        await Expect(vera.Page.GetByText("Only Rosa may answer.")).ToBeVisibleAsync();
        await Expect(vera.Page.Locator("form.question")).ToHaveCountAsync(0);
        await Look(vera, withScripts);

        var rosa = await Come(withScripts);
        await rosa.Go(link);
        await Fill(rosa, "Rosa");
        await Expect(rosa.Page.GetByText("You answer as Rosa.")).ToBeVisibleAsync();
        await Look(rosa, withScripts);
        await rosa.Press("Approve");

        await Expect(rosa.Page.GetByText("by Rosa: approve. Thank you.")).ToBeVisibleAsync();
        await team.App.End(run);
    }

    [Fact]
    public async Task The_sign_in_page_offers_the_provider_of_the_settings()
    {
        await using var own = new Team(new App("Production", ("HtmxFlows:Oidc:Authority", "https://login.example.com"), ("HtmxFlows:Oidc:ClientId", "flows"), ("HtmxFlows:Oidc:Name", "Example")));
        await own.InitializeAsync();
        var visitor = await Visit(Session.Browser, own.App.Address);
        await visitor.Go("/sign-in");

        await Expect(visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Sign in with Example" })).ToBeVisibleAsync();
        await Look(visitor);
        await SignIn(visitor, "Vera");
        await visitor.Go("/account");
        await Expect(visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Connect an account" })).ToBeVisibleAsync();
        await Look(visitor);
        await visitor.Leave();
    }

    Task<Visitor> Come(bool withScripts) => Visit(Session.Browser, team.App.Address, new() { JavaScriptEnabled = withScripts });

    /// <summary>A visitor who signs in on the way to a page.</summary>
    async Task<Visitor> SignedIn(string name, string address, bool withScripts)
    {
        var visitor = await Come(withScripts);
        await visitor.Go(address);
        await SignIn(visitor, name);
        return visitor;
    }

    static async Task SignIn(Visitor visitor, string name)
    {
        await Fill(visitor, name);
        await Expect(visitor.Page.Locator(".account")).ToContainTextAsync(name);
    }

    static async Task Fill(Visitor visitor, string name)
    {
        await visitor.Page.GetByLabel("Name or e-mail address").FillAsync(name);
        await visitor.Page.GetByLabel("Password").FillAsync(Team.Password);
        await visitor.Press("Sign in");
    }

    static async Task Register(Visitor visitor, string name)
    {
        await visitor.Page.GetByLabel("Name").FillAsync(name);
        await visitor.Page.GetByLabel("Password").FillAsync(Team.Password);
        await visitor.Press("Create account");
    }

    /// <summary>Looks at a page as axe does, which needs scripts.</summary>
    static async Task Look(Visitor visitor, bool withScripts = true)
    {
        var findings = new List<string>();
        if (withScripts)
            await Axe.Check(visitor, finding => findings.Add($"{visitor.Page.Url}: {finding}"));
        Nothing.In(findings);
    }
}
