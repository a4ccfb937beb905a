using System.Net;
using HtmxFlows.Accounts;
using HtmxFlows.Tests.Accounts;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Pages.People;

public sealed class InvitationTests(Team team) : IClassFixture<Team>
{
    [Fact]
    public async Task A_person_who_is_invited_becomes_a_user_with_the_role_once()
    {
        var link = await Invite("Ines", "runner");
        using var ines = team.App.Visit();
        var form = await ines.Open(link);
        Assert.Contains("Olga invites you as runner.", form.Main.Words(), StringComparison.Ordinal);
        var refused = await ines.Submit(form.One("main form"), new Dictionary<string, string> { ["name"] = "Vera", ["password"] = Team.Password });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("Another user has this name", refused.One("#name-help").Words(), StringComparison.Ordinal);

        var page = await ines.Submit(refused.One("main form"), new Dictionary<string, string> { ["name"] = "Ines", ["password"] = Team.Password });

        Assert.Equal(("/", "Ines"), (page.Address, page.One(".account a").Words()));
        Assert.Equal(Role.Runner, team.App.Get<Users>().FindByLogin("Ines")!.Value.User.Role);
        Assert.Equal("invited by Olga", team.App.Get<AuditLog>().Read(new(Action: "user.added"), null, 1).Single().Actor);
        using var other = team.App.Visit();
        Assert.Equal(HttpStatusCode.NotFound, (await other.Open(link)).Status);
    }

    [Fact]
    public async Task Of_two_who_use_a_link_at_once_one_becomes_a_user()
    {
        var secret = await team.App.Get<Invitations>().Make(Role.Viewer, "", new Actor.Person(team.User(Role.Owner), Guid.Empty));
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(n => team.App.Get<Invitations>().Accept(secret, $"Twin {n}", "", Team.Password, Actor.Anonymous)));

        Assert.Equal((1, 3), (outcomes.Count(outcome => outcome is UserOutcome.Saved), outcomes.Count(outcome => outcome is UserOutcome.Missing)));
    }

    [Fact]
    public async Task A_withdrawn_link_does_not_work()
    {
        var link = await Invite("Withdrawn", "viewer");
        using var olga = await team.Visit(Role.Owner);
        var item = (await olga.Open("/people")).All("[data-invitation]").Single(item => item.Words().Contains("Withdrawn, as viewer", StringComparison.Ordinal));
        var people = await olga.Submit(item.QuerySelector("form")!);
        using var visitor = team.App.Visit();

        Assert.DoesNotContain(people.Texts("[data-invitation]"), text => text.Contains("Withdrawn", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Open(link)).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?token=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Without_the_secret_there_is_no_form(string query)
    {
        using var visitor = team.App.Visit();
        var page = await visitor.Open($"/invitation{query}");

        Assert.Equal(HttpStatusCode.NotFound, page.Status);
        Assert.Empty(page.All("form"));
    }

    async Task<string> Invite(string note, string role)
    {
        using var olga = await team.Visit(Role.Owner);
        var page = await olga.Submit((await olga.Open("/people/invitations")).One("main form"), new Dictionary<string, string> { ["note"] = note, ["role"] = role });
        return new Uri(page.One("#link").GetAttribute("value")!).PathAndQuery;
    }
}
