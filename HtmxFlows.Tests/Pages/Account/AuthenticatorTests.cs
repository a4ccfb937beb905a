using System.Net;
using HtmxFlows.Accounts;
using HtmxFlows.Tests.Accounts;
using HtmxFlows.Tests.Api;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Pages.Account;

/// <summary>A second factor, from the app that is added to the code that signing in takes.</summary>
public sealed class AuthenticatorTests(Team team) : IClassFixture<Team>
{
    [Fact]
    public async Task An_app_is_added_and_from_then_on_signing_in_takes_a_code()
    {
        using var own = await Member("Tess");
        var (secret, codes) = await Add(own.Visitor);
        using var visitor = team.App.Visit();

        var code = await SignInTests.SignIn(visitor, await visitor.Open("/sign-in?return=/store"), "Tess", Team.Password);
        Assert.Equal("/sign-in/code?return=%2Fstore", code.Address);
        Assert.StartsWith("/sign-in", (await visitor.Open("/account")).Address, StringComparison.Ordinal);
        var wrong = await visitor.Submit(code.Form("/sign-in/code"), new Dictionary<string, string> { ["code"] = "abcdef" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.StartsWith("The code is wrong", wrong.One("[role=alert]").Words(), StringComparison.Ordinal);
        var page = await visitor.Submit(wrong.Form("/sign-in/code"), new Dictionary<string, string> { ["code"] = secret.CodeAt(DateTimeOffset.UtcNow.AddSeconds(30)) });

        Assert.Equal("/store", page.Address);
        Assert.Equal(10, codes.Count);
        Assert.Contains("authenticator app", (await visitor.Open("/account")).Main.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_recovery_code_replaces_the_app_once()
    {
        using var own = await Member("Rick");
        var (_, codes) = await Add(own.Visitor);

        Assert.Equal("/", (await SignIn("Rick", codes[3])).Address);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SignIn("Rick", codes[3])).Status);
        Assert.Contains("9 recovery codes left", (await own.Visitor.Open("/account/authenticator")).Main.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Adding_an_app_needs_the_password_and_a_right_code_and_keeps_the_key_that_was_scanned()
    {
        using var own = await Member("Nina");
        var form = await own.Visitor.Open("/account/authenticator");
        var key = form.One("code.key").Words();
        var code = AppSecret.Parse(key)!.CodeAt(DateTimeOffset.UtcNow);

        var noPassword = await own.Visitor.Submit(form.Form("/account/authenticator"), Fields(code, "another password"));
        var noCode = await own.Visitor.Submit(noPassword.Form("/account/authenticator"), Fields("abcdef", Team.Password));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "current-help"), (noPassword.Status, noPassword.One("p.problem").Id));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "code-help"), (noCode.Status, noCode.One("p.problem").Id));
        Assert.Equal([key, key], [noPassword.One("code.key").Words(), noCode.One("code.key").Words()]);
        Assert.NotNull(form.One(".qr svg"));
        Assert.Empty(form.All(".qr [style]"));
        Assert.False(team.App.Get<Users>().Find(own.User.Id)!.HasSecondFactor);
    }

    [Fact]
    public async Task After_a_few_wrong_codes_the_right_one_is_refused_too()
    {
        using var own = await Member("Theo");
        var (_, codes) = await Add(own.Visitor);
        using var visitor = team.App.Visit();
        var page = await SignInTests.SignIn(visitor, await visitor.Open("/sign-in"), "Theo", Team.Password);
        for (var n = 0; n < SignInThrottle.MostOfNameAndAddress; n++)
            page = await visitor.Submit(page.Form("/sign-in/code"), new Dictionary<string, string> { ["code"] = "000000" });

        var late = await visitor.Submit(page.Form("/sign-in/code"), new Dictionary<string, string> { ["code"] = codes[0] });

        Assert.Equal(HttpStatusCode.TooManyRequests, late.Status);
    }

    [Fact]
    public async Task A_step_without_its_cookie_or_after_a_change_of_the_password_begins_anew()
    {
        using var own = await Member("Olaf");
        var (_, codes) = await Add(own.Visitor);
        using var other = team.App.Visit();
        using var visitor = team.App.Visit();
        var page = await SignInTests.SignIn(visitor, await visitor.Open("/sign-in"), "Olaf", Team.Password);

        Assert.Equal("/sign-in", (await other.Open("/sign-in/code")).Address);
        await team.App.Get<Users>().SetPassword(own.User.Id, "five other plain words", null, Actor.CommandLine);
        var late = await visitor.Submit(page.Form("/sign-in/code"), new Dictionary<string, string> { ["code"] = codes[0] });

        Assert.Equal("This took too long. Sign in again.", late.One("[role=alert]").Words());
        Assert.Equal(10, team.App.Get<SecondFactors>().CountCodes(own.User.Id));
    }

    [Fact]
    public async Task The_app_is_removed_with_the_password_or_by_an_owner()
    {
        using var own = await Member("Lena");
        await Add(own.Visitor);
        var form = await own.Visitor.Open("/account/authenticator/removal");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await own.Visitor.Submit(form.Form("/removal"), new Dictionary<string, string> { ["current"] = "another password" })).Status);
        Assert.Equal("/account", (await own.Visitor.Submit(form.Form("/removal"), new Dictionary<string, string> { ["current"] = Team.Password })).Address);
        await Add(own.Visitor);
        using var olga = await team.Visit(Role.Owner);

        await olga.Submit((await olga.Open($"/people/{own.User.Id}")).Form("/authenticator/removal"));

        Assert.False(team.App.Get<Users>().Find(own.User.Id)!.HasSecondFactor);
        Assert.StartsWith("/sign-in", (await own.Visitor.Open("/account")).Address, StringComparison.Ordinal);
        Assert.Equal(["second-factor.removed", "second-factor.set", "second-factor.removed", "second-factor.set"],
            team.App.Get<AuditLog>().Read(new() { Subject = own.User.Id }, null, 50).Select(entry => entry.Action).Where(action => action.StartsWith("second", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task New_recovery_codes_replace_the_earlier_ones()
    {
        using var own = await Member("Kurt");
        var (_, codes) = await Add(own.Visitor);

        var page = await own.Visitor.Submit((await own.Visitor.Open("/account/authenticator/codes")).Form("/codes"), new Dictionary<string, string> { ["current"] = Team.Password });

        Assert.Equal(10, page.Texts(".codes code").Except(codes).Count());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await SignIn("Kurt", codes[0])).Status);
        Assert.Equal("/", (await SignIn("Kurt", page.Texts(".codes code")[0])).Address);
    }

    [Fact]
    public async Task Where_it_is_required_nothing_else_works_before_an_app_is_added()
    {
        await using var strict = new Team(new App("Production", ("HtmxFlows:Accounts:RequireSecondFactor", "true")));
        await strict.InitializeAsync();
        using var emil = await strict.Visit(Role.Editor);

        foreach (var address in new[] { "/", "/runs", "/account/tokens", "/audit" })
            Assert.Equal(address == "/audit" ? "/audit" : "/account/authenticator", (await emil.Open(address)).Address);
        var api = await emil.Call("GET /api/runs");
        Assert.Equal(HttpStatusCode.Forbidden, api.Status);
        Assert.Contains("second factor", api.Source, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await emil.Open("/nodes/../sign-in")).Status);
        await Add(emil);

        Assert.Equal("/runs", (await emil.Open("/runs")).Address);
    }

    /// <summary>Adds an app on the page of the account.</summary>
    static async Task<(AppSecret Secret, IReadOnlyList<string> Codes)> Add(Visitor visitor)
    {
        var form = await visitor.Open("/account/authenticator");
        var secret = AppSecret.Parse(form.One("code.key").Words())!;
        var page = await visitor.Submit(form.Form("/account/authenticator"), Fields(secret.CodeAt(DateTimeOffset.UtcNow), Team.Password));
        return (secret, page.Texts(".codes code"));
    }

    async Task<Page> SignIn(string name, string code)
    {
        using var visitor = team.App.Visit();
        var page = await SignInTests.SignIn(visitor, await visitor.Open("/sign-in"), name, Team.Password);
        return await visitor.Submit(page.Form("/sign-in/code"), new Dictionary<string, string> { ["code"] = code });
    }

    async Task<Signed> Member(string name)
    {
        var user = Assert.IsType<UserOutcome.Saved>(await team.App.Get<Users>().Add(new(name, "", Role.Runner), Team.Password, Actor.CommandLine)).User;
        return new(user, team.Visit(await team.App.Get<Sessions>().Begin(user, "127.0.0.1", "Test browser")));
    }

    static Dictionary<string, string> Fields(string code, string password) => new() { ["code"] = code, ["current"] = password };

    sealed record Signed(User User, Visitor Visitor) : IDisposable
    {
        public void Dispose() => Visitor.Dispose();
    }
}
