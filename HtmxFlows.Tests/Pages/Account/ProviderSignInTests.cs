using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using HtmxFlows.Accounts;
using HtmxFlows.Tests.Accounts;
using HtmxFlows.Tests.Web;
using OpenIddict.Abstractions;

namespace HtmxFlows.Tests.Pages.Account;

/// <summary>Signing in at an identity provider, over real ports.</summary>
public sealed class ProviderSignInTests(IdentityServer provider) : IClassFixture<IdentityServer>, IAsyncLifetime
{
    readonly List<Team> teams = [];

    public ValueTask InitializeAsync()
    {
        (provider.Alias, provider.Twist, provider.Forge, provider.Person) = (null, null, null, new($"{Guid.NewGuid()}", "Ada Lovelace", "ada@example.com"));
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var team in teams)
            await team.DisposeAsync();
    }

    [Fact]
    public async Task A_person_whom_the_provider_knows_becomes_a_user_and_returns_to_the_page()
    {
        var team = await Team(("AddUsers", "true"), ("Name", "Example"));
        using var visitor = team.App.Visit();

        var form = await visitor.Open("/store?q=x");
        var page = await visitor.Open(form.One("a[href*='/sign-in/provider']").GetAttribute("href")!);

        Assert.Equal("Sign in with Example", form.One("a[href*='/sign-in/provider']").Words());
        Assert.Equal(("/store?q=x", "Ada Lovelace"), (page.Address, page.One(".account a").Words()));
        var ada = Assert.Single(team.App.Get<Users>().List(), user => user.Name == "Ada Lovelace");
        Assert.Equal((Role.Viewer, "ada@example.com", false), (ada.Role, ada.Email, ada.HasPassword));
        Assert.Equal(SignInWay.Provider, Assert.Single(team.App.Get<Sessions>().Of(ada.Id)).Way);
        Assert.Empty((await visitor.Open("/account")).All("a[href$='/account/password'], a[href$='/account/authenticator']"));
    }

    [Fact]
    public async Task The_same_account_is_the_same_user_whatever_its_name_is_now()
    {
        var team = await Team(("AddUsers", "true"));
        await SignedIn(team);
        provider.Person = provider.Person with { Name = "Ada King", Email = "king@example.com" };

        Assert.Equal("Ada Lovelace", await SignedIn(team));
        provider.Person = provider.Person with { Subject = "another", Name = "Ada Lovelace", Email = "ada@example.com" };
        Assert.Equal("Ada Lovelace 2", await SignedIn(team));
        Assert.Equal("", team.App.Get<Users>().List().Single(user => user.Name == "Ada Lovelace 2").Email);
    }

    [Fact]
    public async Task An_address_that_is_not_verified_is_not_taken_over()
    {
        var team = await Team(("AddUsers", "true"));
        provider.Person = provider.Person with { IsVerified = false };
        await SignedIn(team);

        Assert.Equal("", team.App.Get<Users>().List().Single(user => user.Name == "Ada Lovelace").Email);
    }

    [Fact]
    public async Task An_unknown_person_is_refused_unless_users_are_added_even_with_the_name_and_address_of_a_user()
    {
        var team = await Team();
        provider.Person = provider.Person with { Name = "Vera", Email = "viewer@example.com" };
        using var visitor = team.App.Visit();

        var page = await visitor.Open("/sign-in/provider");

        Assert.Equal(HttpStatusCode.Forbidden, page.Status);
        Assert.StartsWith("No user is connected", page.All("main p")[0].Words(), StringComparison.Ordinal);
        Assert.StartsWith("/sign-in", (await visitor.Open("/")).Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_connects_an_account_on_purpose_and_disconnects_it()
    {
        var team = await Team();
        using var vera = await team.Visit(Role.Viewer);

        var confirm = await vera.Open((await vera.Open("/account")).One("a[href*='connect']").GetAttribute("href")!);
        Assert.EndsWith("/account/identity", confirm.Address, StringComparison.Ordinal);
        Assert.Empty(team.App.Get<Identities>().Of(team.User(Role.Viewer).Id));
        await vera.Submit(confirm.Form("/account/identity"));

        Assert.Equal("Vera", await SignedIn(team));
        using var rosa = await team.Visit(Role.Runner);
        var taken = await rosa.Submit((await rosa.Open("/sign-in/provider?connect=true")).Form("/account/identity"));
        Assert.Equal(HttpStatusCode.Conflict, taken.Status);
        await vera.Submit((await vera.Open("/account")).Form("/account/identity/removal"));
        Assert.Null(await SignedIn(team));
        Assert.Equal(["identity.disconnected", "identity.connected"], team.App.Get<AuditLog>().Read(new() { Subject = team.User(Role.Viewer).Id }, null, 50).Select(entry => entry.Action).Where(action => action.StartsWith("identity", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Groups_decide_about_roles_at_each_sign_in()
    {
        var team = await Team(("AddUsers", "true"), ("Roles:editor", "builders,admins"), ("Roles:runner", "staff"));
        provider.Person = provider.Person with { Groups = ["staff", "builders"] };
        await SignedIn(team);
        Assert.Equal(Role.Editor, RoleOf(team));
        provider.Person = provider.Person with { Groups = ["staff"] };
        await SignedIn(team);
        Assert.Equal(Role.Runner, RoleOf(team));
        provider.Person = provider.Person with { Groups = ["others"] };

        Assert.Null(await SignedIn(team));
        Assert.Contains("identity provider", team.App.Get<AuditLog>().Read(new() { Action = "user.changed" }, null, 50).Select(entry => entry.Actor));
    }

    [Fact]
    public async Task A_disabled_user_stays_out()
    {
        var team = await Team(("AddUsers", "true"));
        await SignedIn(team);
        var ada = team.App.Get<Users>().List().Single(user => user.Name == "Ada Lovelace");
        await team.App.Get<Users>().Change(ada.Id, new(ada.Name, ada.Email, ada.Role, IsDisabled: true), Actor.CommandLine);

        Assert.Null(await SignedIn(team));
    }

    public static TheoryData<string> Forgeries => ["nonce", "issuer", "expired", "audience"];

    [Theory, MemberData(nameof(Forgeries))]
    public async Task A_token_that_is_not_right_in_every_way_signs_nobody_in(string wrong)
    {
        var team = await Team(("AddUsers", "true"));
        provider.Twist = token =>
        {
            switch (wrong)
            {
                case "nonce":
                    token.SetClaim(OpenIddictConstants.Claims.Private.Nonce, "another").SetClaim(OpenIddictConstants.Claims.Nonce, "another");
                    break;
                case "issuer":
                    token.SetClaim(OpenIddictConstants.Claims.Private.Issuer, "http://127.0.0.1:1/").SetClaim(OpenIddictConstants.Claims.Issuer, "http://127.0.0.1:1/");
                    break;
                case "expired":
                    token.SetCreationDate(DateTimeOffset.UtcNow.AddHours(-2)).SetExpirationDate(DateTimeOffset.UtcNow.AddHours(-1));
                    break;
                default:
                    token.SetAudiences("another client");
                    break;
            }
        };
        await AssertRefused(team);
    }

    [Theory]
    [InlineData("signed with another key")]
    [InlineData("changed")]
    [InlineData("unsigned")]
    public async Task A_token_that_the_provider_did_not_sign_signs_nobody_in(string wrong)
    {
        var team = await Team(("AddUsers", "true"));
        provider.Forge = token =>
        {
            var parts = token.Split('.');
            var payload = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1])).Replace("Ada", "Eve", StringComparison.Ordinal)));
            using var key = RSA.Create(2048);
            return wrong switch
            {
                "changed" => $"{parts[0]}.{payload}.{parts[2]}",
                "unsigned" => $"{Base64Url.EncodeToString("""{"alg":"none","typ":"JWT"}"""u8)}.{parts[1]}.",
                _ => $"{parts[0]}.{parts[1]}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}",
            };
        };
        await AssertRefused(team);
    }

    [Fact]
    public async Task A_provider_that_calls_itself_another_one_signs_nobody_in()
    {
        var team = await Team(("AddUsers", "true"));
        provider.Alias = new("https://login.example.com/");
        provider.Twist = token => token.SetClaim(OpenIddictConstants.Claims.Private.Issuer, "https://login.example.com/").SetClaim(OpenIddictConstants.Claims.Issuer, "https://login.example.com/");

        await AssertRefused(team);
    }

    [Fact]
    public async Task A_link_on_another_site_signs_nobody_in()
    {
        var team = await Team(("AddUsers", "true"));
        using var visitor = team.App.Visit();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in/provider?return=/store") { Headers = { { "Sec-Fetch-Site", "cross-site" } } };

        var page = await visitor.Send(request);

        Assert.Equal(("/sign-in?return=%2Fstore", HttpStatusCode.OK), (page.Address, page.Status));
        Assert.StartsWith("/sign-in", (await visitor.Open("/account")).Address, StringComparison.Ordinal);
    }

    static async Task AssertRefused(Team team)
    {
        using var visitor = team.App.Visit();

        var page = await visitor.Open("/sign-in/provider");

        Assert.Equal(HttpStatusCode.Forbidden, page.Status);
        Assert.Contains("did not succeed", page.Main.Words(), StringComparison.Ordinal);
        Assert.DoesNotContain(team.App.Get<Users>().List(), user => user.Name == "Ada Lovelace");
    }

    [Fact]
    public async Task A_code_works_once_and_in_the_browser_that_asked_for_it()
    {
        var team = await Team(("AddUsers", "true"));
        using var visitor = team.App.Visit();
        using var attacker = team.App.Visit();
        await visitor.Open("/sign-in/provider");
        var callback = provider.Callback!;

        Assert.Equal(HttpStatusCode.Forbidden, (await attacker.Open(callback)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await visitor.Open(callback)).Status);
        Assert.StartsWith("/sign-in", (await attacker.Open("/account")).Address, StringComparison.Ordinal);
        Assert.Single(team.App.Get<Users>().List(), user => user.Name == "Ada Lovelace");
    }

    [Theory]
    [InlineData("/sign-in/provider/callback")]
    [InlineData("/sign-in/provider/callback?error=access_denied&state=x")]
    [InlineData("/sign-in/provider/callback?code=x&state=x")]
    public async Task An_answer_that_was_not_asked_for_is_refused(string address)
    {
        var team = await Team(("AddUsers", "true"));
        using var visitor = team.App.Visit();

        Assert.Equal(HttpStatusCode.Forbidden, (await visitor.Open(address)).Status);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    public async Task Signing_in_leads_to_no_other_site(string address)
    {
        var team = await Team(("AddUsers", "true"));
        using var visitor = team.App.Visit();

        Assert.Equal("/", (await visitor.Open($"/sign-in/provider?return={Uri.EscapeDataString(address)}")).Address);
    }

    [Fact]
    public async Task A_provider_that_cannot_be_reached_is_a_sentence()
    {
        var team = await Team(("Authority", "http://127.0.0.1:1"));
        using var visitor = team.App.Visit();

        Assert.Contains("cannot be reached", (await visitor.Open("/sign-in/provider")).Main.Words(), StringComparison.Ordinal);
        Assert.Equal("/", (await SignInTests.SignIn(visitor, await visitor.Open("/sign-in"), "Vera", Accounts.Team.Password)).Address);
    }

    [Fact]
    public async Task Without_settings_there_is_no_provider()
    {
        var team = new Team();
        teams.Add(team);
        await team.InitializeAsync();
        using var visitor = team.App.Visit();

        Assert.Empty((await visitor.Open("/sign-in")).All("a[href*=provider]"));
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Open("/sign-in/provider")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Open("/sign-in/provider/callback?code=x")).Status);
    }

    /// <summary>Signs in with a new browser.</summary>
    /// <returns>The name of the user; null if nobody is signed in.</returns>
    static async Task<string?> SignedIn(Team team)
    {
        using var visitor = team.App.Visit();
        await visitor.Open("/sign-in/provider");
        return (await visitor.Open("/account")).All(".account a").Select(link => link.Words()).FirstOrDefault();
    }

    static Role RoleOf(Team team) => team.App.Get<Users>().List().Single(user => user.Name == "Ada Lovelace").Role;

    async Task<Team> Team(params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string> { ["Authority"] = provider.Address.ToString(), ["ClientId"] = IdentityServer.Client, ["ClientSecret"] = IdentityServer.ClientSecret };
        foreach (var (name, value) in settings)
            all[name] = value;
        var team = new Team(new App("Production", [.. all.Select(setting => ($"{ProviderOptions.Section}:{setting.Key}", setting.Value))]));
        teams.Add(team);
        await team.InitializeAsync();
        return team;
    }
}
