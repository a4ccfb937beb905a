using System.Net;
using HtmxFlows.Accounts;
using HtmxFlows.Tests.Accounts;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Pages.People;

public sealed class PeopleTests(Team team) : IClassFixture<Team>
{
    [Fact]
    public async Task An_owner_adds_a_user_who_signs_in()
    {
        using var olga = await team.Visit(Role.Owner);
        var form = (await olga.Open("/people/new")).One("main form");
        var refused = await olga.Submit(form, new Dictionary<string, string> { ["name"] = "vera", ["role"] = "runner", ["password"] = "password1234" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("attackers", refused.One("#password-help").Words(), StringComparison.Ordinal);
        Assert.Equal("runner", refused.One("#role option[selected]").Words());
        var people = await olga.Submit(form, new Dictionary<string, string> { ["name"] = "Nora", ["role"] = "runner", ["password"] = Team.Password });

        Assert.Equal("/people", people.Address);
        Assert.Contains("Nora", people.Texts("tbody td:first-child"));
        Assert.Equal(Role.Runner, Assert.IsType<SignInOutcome.Started>(await team.App.Get<SignIn>().Try("Nora", Team.Password, "", "")).User.Role);
    }

    [Fact]
    public async Task An_owner_changes_a_role_and_disables_a_user()
    {
        await using var own = new Team();
        await own.InitializeAsync();
        using var olga = await own.Visit(Role.Owner);
        using var vera = await own.Visit(Role.Viewer);
        var address = $"/people/{own.User(Role.Viewer).Id}";
        await olga.Submit((await olga.Open(address)).One("main form"), new Dictionary<string, string> { ["role"] = "editor" });
        Assert.Equal(HttpStatusCode.OK, (await vera.Open("/workflows/new")).Status);
        await olga.Submit((await olga.Open(address)).One("main form"), new Dictionary<string, string> { ["disabled"] = "true" });

        Assert.StartsWith("/sign-in", (await vera.Open("/")).Address, StringComparison.Ordinal);
        Assert.IsType<SignInOutcome.Refused>(await own.App.Get<SignIn>().Try("Vera", Team.Password, "", ""));
        Assert.Contains("disabled", (await olga.Open("/people")).Texts("tbody td:nth-child(4)"));
    }

    [Fact]
    public async Task The_only_owner_cannot_step_down()
    {
        using var olga = await team.Visit(Role.Owner);
        var page = await olga.Submit((await olga.Open($"/people/{team.User(Role.Owner).Id}")).One("main form"), new Dictionary<string, string> { ["role"] = "viewer" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Contains("only owner", page.One("#role-help").Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_owner_sets_a_new_password()
    {
        await using var own = new Team();
        await own.InitializeAsync();
        using var olga = await own.Visit(Role.Owner);
        using var vera = await own.Visit(Role.Viewer);
        await olga.Submit((await olga.Open($"/people/{own.User(Role.Viewer).Id}/password")).One("main form"), new Dictionary<string, string> { ["password"] = "another four words" });

        Assert.StartsWith("/sign-in", (await vera.Open("/")).Address, StringComparison.Ordinal);
        Assert.IsType<SignInOutcome.Started>(await own.App.Get<SignIn>().Try("Vera", "another four words", "", ""));
    }

    [Fact]
    public async Task A_user_who_does_not_exist_is_not_found()
    {
        using var olga = await team.Visit(Role.Owner);

        Assert.Equal(HttpStatusCode.NotFound, (await olga.Open($"/people/{Guid.NewGuid()}")).Status);
    }
}
