using System.Net;
using HtmxFlows.Accounts;
using HtmxFlows.Tests.Accounts;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Pages.Account;

public sealed class AccountTests(Team team) : IClassFixture<Team>
{
    [Fact]
    public async Task A_user_sees_the_browsers_and_signs_one_of_them_out()
    {
        await using var own = new Team();
        await own.InitializeAsync();
        var secret = await own.Secret(Role.Viewer);
        using var vera = await own.Visit(Role.Viewer);
        using var other = own.Visit(secret);
        await other.Open("/");
        var account = await vera.Open("/account");
        Assert.Equal(2, account.All("[data-session]").Count);
        Assert.Equal(["This browser"], account.Texts("[data-session] .badge"));

        account = await vera.Submit(account.One("[data-session] form"));

        Assert.Equal(("/account", 1), (account.Address, account.All("[data-session]").Count));
        Assert.StartsWith("/sign-in", (await other.Open("/")).Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_signs_out_all_other_browsers()
    {
        await using var own = new Team();
        await own.InitializeAsync();
        using var one = await own.Visit(Role.Viewer);
        using var other = await own.Visit(Role.Viewer);
        await one.Submit((await one.Open("/account")).Form("/account/sessions/end"));

        Assert.Equal("/account", (await one.Open("/account")).Address);
        Assert.StartsWith("/sign-in", (await other.Open("/")).Address, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_signs_out_the_browser_of_another_user()
    {
        var secret = await team.Secret(Role.Owner);
        var session = team.App.Get<Sessions>().Find(secret, "")!.Session.Id;
        using var vera = await team.Visit(Role.Viewer);
        var token = (await vera.Open("/account/name")).One("main form input[name=__RequestVerificationToken]").GetAttribute("value")!;
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", token)]);

        Assert.Equal(HttpStatusCode.NotFound, (await vera.Send(new(HttpMethod.Post, $"/account/sessions/{session}/end") { Content = form })).Status);
        Assert.NotNull(team.App.Get<Sessions>().Find(secret, ""));
    }

    [Fact]
    public async Task A_new_password_needs_the_current_one_and_signs_out_other_browsers()
    {
        await using var own = new Team();
        await own.InitializeAsync();
        using var one = await own.Visit(Role.Runner);
        using var other = await own.Visit(Role.Runner);
        var form = (await one.Open("/account/password")).One("main form");
        var wrong = await one.Submit(form, new Dictionary<string, string> { ["current"] = "not the password", ["password"] = "another four words" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.Status);
        Assert.Contains("not your current password", wrong.One("#current-help").Words(), StringComparison.Ordinal);

        var page = await one.Submit(form, new Dictionary<string, string> { ["current"] = Team.Password, ["password"] = "another four words" });

        Assert.Equal("/account", page.Address);
        Assert.StartsWith("/sign-in", (await other.Open("/")).Address, StringComparison.Ordinal);
        Assert.IsType<SignInOutcome.Started>(await own.App.Get<SignIn>().Try("Rosa", "another four words", "", ""));
    }

    [Fact]
    public async Task A_stolen_session_guesses_the_password_a_few_times_only()
    {
        await using var own = new Team();
        await own.InitializeAsync();
        using var thief = await own.Visit(Role.Runner);
        var form = (await thief.Open("/account/password")).One("main form");
        for (var n = 0; n < SignInThrottle.MostOfNameAndAddress; n++)
            await thief.Submit(form, new Dictionary<string, string> { ["current"] = $"guess number {n}", ["password"] = "another four words" });

        var page = await thief.Submit(form, new Dictionary<string, string> { ["current"] = Team.Password, ["password"] = "another four words" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Contains("wait 15 minutes", page.One("#current-help").Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_changes_the_own_name_and_not_the_role()
    {
        await using var own = new Team();
        await own.InitializeAsync();
        using var vera = await own.Visit(Role.Viewer);
        var form = (await vera.Open("/account/name")).One("main form");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await vera.Submit(form, new Dictionary<string, string> { ["name"] = "Olga" })).Status);
        var token = form.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var forged = new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("name", "Vera the Great"), new("role", "owner")]);

        var page = await vera.Send(new(HttpMethod.Post, "/account/name") { Content = forged });

        Assert.Equal("Vera the Great", page.One(".account a").Words());
        Assert.Equal(Role.Viewer, own.App.Get<Users>().Find(own.User(Role.Viewer).Id)!.Role);
    }
}
