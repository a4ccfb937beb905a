using System.Net;
using HtmxFlows.Accounts;
using HtmxFlows.Credentials;
using HtmxFlows.Tests.Accounts;
using HtmxFlows.Tests.Api;
using HtmxFlows.Tests.Outbound;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Pages.Credentials;

/// <summary>Connecting an account at a provider of OAuth 2, over real ports.</summary>
public sealed class AccountPageTests : IAsyncLifetime
{
    OAuthPeer peer = null!;

    public async ValueTask InitializeAsync() => peer = await OAuthPeer.Start();

    public ValueTask DisposeAsync() => peer.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData("/flows")]
    public async Task A_person_connects_an_account_and_runs_use_it(string pathBase)
    {
        await using var team = await Team(("PathBase", pathBase));
        var id = await Add(team);
        using var olga = await team.Visit(Role.Owner);
        var page = await olga.Open($"{pathBase}/credentials/{id}");
        Assert.Equal(("false", $"{team.App.Address}{pathBase.TrimStart('/')}{(pathBase.Length > 0 ? "/" : "")}credentials/callback"), (page.One("[data-connected]").GetAttribute("data-connected"), page.One("section code").Words()));
        var onward = await olga.Submit(page.Form("/authorization"));
        var connected = await olga.Open(Continue(onward));

        Assert.Equal(($"{pathBase}/credentials/{id}", "true"), (connected.Address, connected.One("[data-connected]").GetAttribute("data-connected")));
        var workflow = await team.App.Make("Calls", [App.Node("call", "http", new { label = "Call", url = $"{peer.Url}api", credential = "ACCOUNT" })]);
        var run = await team.App.RunToEnd(workflow);
        Assert.Equal("completed", (await olga.Call($"GET {pathBase}/api/runs/{run}")).Json().Text("status"));
        Assert.Equal("Olga", team.App.Get<AuditLog>().Read(new(Action: "credential.connected"), null, 5).Single().Actor);
    }

    [Fact]
    public async Task Tokens_are_renewed_in_the_database_and_survive_a_restart()
    {
        await using var team = await Team();
        var id = await Add(team);
        using var olga = await team.Visit(Role.Owner);
        await olga.Open(Continue(await olga.Submit((await olga.Open($"/credentials/{id}")).Form("/authorization"))));
        var before = team.App.Get<CredentialSource>().Current.Credentials.Single().Tokens!;
        peer.Reject();
        var workflow = await team.App.Make("Calls", [App.Node("call", "http", new { label = "Call", url = $"{peer.Url}api", credential = "ACCOUNT" })]);
        await team.App.RunToEnd(workflow);
        team.App.Get<CredentialStore>().Load();
        var after = team.App.Get<CredentialSource>().Current.Credentials.Single().Tokens!;

        Assert.NotEqual(before.Refresh, after.Refresh);
        Assert.Equal($"Bearer {after.Access}", peer.Requests[^1].Headers["Authorization"]);
        Assert.Equal(2, peer.Grants.Count);
    }

    [Fact]
    public async Task The_public_address_is_the_one_of_the_settings()
    {
        await using var team = await Team(("HtmxFlows:Address", "https://flows.example.com/"), ("PathBase", "/flows"));
        var id = await Add(team);
        using var olga = await team.Visit(Role.Owner);
        var page = await olga.Open($"/flows/credentials/{id}");

        Assert.Equal("https://flows.example.com/flows/credentials/callback", page.One("section code").Words());
        Assert.Contains($"redirect_uri={Uri.EscapeDataString("https://flows.example.com/flows/credentials/callback")}", Continue(await olga.Submit(page.Form("/authorization"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_works_once_and_only_in_the_browser_and_the_session_that_asked()
    {
        await using var team = await Team();
        var id = await Add(team);
        using var olga = await team.Visit(Role.Owner);
        using var other = await team.Visit(Role.Owner);
        var onward = Continue(await olga.Submit((await olga.Open($"/credentials/{id}")).Form("/authorization")));
        var callback = await CallbackOf(onward);

        await AssertRefused(other, callback);
        await AssertRefused(olga, callback.Replace("state=", "state=x", StringComparison.Ordinal));
        using var emil = await team.Visit(Role.Editor);
        Assert.Equal(HttpStatusCode.Forbidden, (await emil.Open(callback)).Status);
        Assert.Equal("true", (await olga.Open(callback)).One("[data-connected]").GetAttribute("data-connected"));
        await AssertRefused(olga, callback);
        Assert.Single(peer.Grants);
    }

    [Theory]
    [InlineData("error=access_denied%3Cb%3E", 422, "The provider gave no code: access_denied<b>.")]
    [InlineData("", 422, "The provider gave no code: without a reason.")]
    [InlineData("code=wrong", 422, "The token URL of the credential “ACCOUNT” answered 400: invalid_grant no. Connect the account again under Credentials.")]
    public async Task A_provider_that_refuses_is_a_sentence(string answer, int status, string sentence)
    {
        await using var team = await Team();
        var id = await Add(team);
        using var olga = await team.Visit(Role.Owner);
        var callback = await CallbackOf(Continue(await olga.Submit((await olga.Open($"/credentials/{id}")).Form("/authorization"))));
        var page = await olga.Open($"{callback.Split('?')[0]}?{answer}&state={callback.Split("state=")[1]}");

        Assert.Equal((status, sentence), ((int)page.Status, page.One("[role=alert]").Words()));
        Assert.Equal("false", (await olga.Open($"/credentials/{id}")).One("[data-connected]").GetAttribute("data-connected"));
    }

    [Fact]
    public async Task A_credential_that_was_changed_meanwhile_is_not_connected_and_another_client_needs_another_account()
    {
        await using var team = await Team();
        var id = await Add(team);
        using var olga = await team.Visit(Role.Owner);
        var callback = await CallbackOf(Continue(await olga.Submit((await olga.Open($"/credentials/{id}")).Form("/authorization"))));
        await olga.Submit((await olga.Open($"/credentials/{id}")).One("form.inputs"), new Dictionary<string, string> { ["field.scope"] = "more" });
        Assert.Equal(HttpStatusCode.Conflict, (await olga.Open(callback)).Status);
        await olga.Open(Continue(await olga.Submit((await olga.Open($"/credentials/{id}")).Form("/authorization"))));
        await olga.Submit((await olga.Open($"/credentials/{id}")).One("form.inputs"), new Dictionary<string, string> { ["field.scope"] = "less" });
        Assert.Equal("true", (await olga.Open($"/credentials/{id}")).One("[data-connected]").GetAttribute("data-connected"));
        await olga.Submit((await olga.Open($"/credentials/{id}")).One("form.inputs"), new Dictionary<string, string> { ["field.clientId"] = "another client" });

        Assert.Equal("false", (await olga.Open($"/credentials/{id}")).One("[data-connected]").GetAttribute("data-connected"));
    }

    [Fact]
    public async Task A_test_of_a_client_gets_a_token_alone_or_sends_it()
    {
        await using var team = await Team();
        var made = Assert.IsType<CredentialOutcome.Saved>(await team.App.Get<CredentialStore>().Add(peer.Details("CLIENT", "oauth2-client"), Actor.CommandLine)).Credential;
        using var olga = await team.Visit(Role.Owner);
        var form = (await olga.Open($"/credentials/{made.Id}/trial")).One("main form");

        Assert.Equal("✓ The provider issued a token.", (await olga.Submit(form)).One("[data-success]").Words());
        Assert.Equal("✓ 127.0.0.1 answered 200 OK.", (await olga.Submit(form, new Dictionary<string, string> { ["address"] = $"{peer.Url}api" })).One("[data-success]").Words());
    }

    static async Task<Team> Team(params (string, string)[] settings)
    {
        var team = new Team(new App("Production", settings));
        await team.InitializeAsync();
        return team;
    }

    async Task<Guid> Add(Team team) => Assert.IsType<CredentialOutcome.Saved>(await team.App.Get<CredentialStore>().Add(peer.Details("ACCOUNT", "oauth2-code"), Actor.CommandLine)).Credential.Id;

    /// <summary>The address to which the page leads the browser, by its link and by itself.</summary>
    static string Continue(Page page)
    {
        var address = page.One("main a.primary").GetAttribute("href")!;
        Assert.Equal($"0; url={address}", page.One("meta[http-equiv=refresh]").GetAttribute("content"));
        return address;
    }

    /// <summary>Where the provider sends the browser after the person agreed.</summary>
    static async Task<string> CallbackOf(string address)
    {
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseProxy = false });
        return (await browser.GetAsync(address, TestContext.Current.CancellationToken)).Headers.Location!.ToString();
    }

    static async Task AssertRefused(Visitor visitor, string callback)
    {
        var page = await visitor.Open(callback);
        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Contains("belongs to no request of this browser", page.One("[role=alert]").Words(), StringComparison.Ordinal);
    }
}
