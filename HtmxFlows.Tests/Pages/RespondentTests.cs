using System.Net;
using HtmxFlows.Accounts;
using HtmxFlows.Live;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Accounts;
using HtmxFlows.Tests.Api;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Pages;

/// <summary>Questions that only some people may answer.</summary>
public sealed class RespondentTests(Team team) : IClassFixture<Team>
{
    static readonly (string, string) OwnSite = ("Sec-Fetch-Site", "same-origin");

    public static TheoryData<string, string, Role, bool> Rules => new()
    {
        { "anyone", "", Role.Runner, true },
        { "signed-in", "", Role.Runner, true },
        { "chosen", "Rosa", Role.Runner, true },
        { "chosen", "ROSA, Emil", Role.Runner, true },
        { "chosen", "runner@example.com", Role.Runner, true },
        { "chosen", "Editor", Role.Runner, false },
        { "chosen", "Editor", Role.Editor, true },
        { "chosen", "runner", Role.Editor, true },
        { "chosen", "Emil", Role.Runner, false },
        { "chosen", "Emil", Role.Owner, true },
        { "chosen", "nobody of this name", Role.Owner, true },
    };

    [Theory, MemberData(nameof(Rules))]
    public async Task A_question_is_answered_by_those_for_whom_it_is(string who, string people, Role role, bool may)
    {
        var run = await Asked(who, people);
        using var visitor = await team.Visit(role);

        var page = await visitor.Open($"/runs/{run}/questions/ask");
        var byApi = await visitor.Call($"POST /api/runs/{run}/answers", new { node = "ask", decision = "approve" }, OwnSite);

        Assert.Equal(may ? 1 : 0, page.All("form.question").Count);
        Assert.Equal(may ? HttpStatusCode.OK : HttpStatusCode.Forbidden, byApi.Status);
        if (!may)
            Assert.Contains($"Only {people} may answer.", page.Main.Words(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chosen", "Emil", false)]
    [InlineData("chosen", "Rosa", true)]
    [InlineData("chosen", "viewer", true)]
    [InlineData("signed-in", "", true)]
    [InlineData("anyone", "", true)]
    public async Task The_inbox_lists_what_its_reader_may_answer(string who, string people, bool isListed)
    {
        var run = await Asked(who, people);
        using var rosa = await team.Visit(Role.Runner);

        var inbox = (await rosa.Open("/inbox")).All($"a[href='/runs/{run}']").Count + (await rosa.Open("/inbox?page=2")).All($"a[href='/runs/{run}']").Count;

        Assert.Equal(isListed ? 1 : 0, inbox);
    }

    [Fact]
    public async Task A_mailed_link_asks_to_sign_in_and_leads_back()
    {
        var run = await Asked("signed-in", "");
        using var visitor = team.App.Visit();

        var signIn = await visitor.Open(Link(run));
        var back = await visitor.Submit(signIn.One("form[action='/sign-in']"), new Dictionary<string, string> { ["login"] = "Vera", ["current"] = Team.Password });

        Assert.StartsWith("/sign-in", signIn.Address, StringComparison.Ordinal);
        Assert.Equal(Link(run), back.Address);
        Assert.Contains("You answer as Vera.", back.Main.Words(), StringComparison.Ordinal);
        Assert.Contains("by Vera: approve. Thank you.", (await visitor.Submit(back.One("form.question"), button: "decision=approve")).Main.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_of_someone_who_is_not_signed_in_is_refused_and_changes_nothing()
    {
        var run = await Asked("chosen", "Vera");

        var refused = await team.App.Get<RunSupervisor>().Answer(run, "ask", "approve", (null, []), "Vera", new Actor.Unknown(null), AnswerWay.Link);

        Assert.Equal("Only Vera may answer.", Assert.IsType<AnswerResult.Forbidden>(refused).Problem);
        Assert.True(team.App.Get<RunReader>().State(run)!.Run.Node("ask") is { Status: NodeStatus.Waiting });
    }

    [Fact]
    public async Task The_journal_says_who_answered_and_how()
    {
        var run = await Asked("anyone", "");
        using var vera = await team.Visit(Role.Viewer);
        await vera.Submit((await vera.Open(Link(run))).One("form.question"), button: "decision=reject");

        var answered = Assert.Single(team.App.Get<RunReader>().EventsAfter(run, 0).OfType<NodeCompleted>(), node => node.NodeId == "ask");

        Assert.Equal(new AnswerSource(AnswerWay.Link, team.User(Role.Viewer).Id), answered.Answered);
        Assert.Equal("Vera", answered.Output.GetProperty("by").GetString());
    }

    [Fact]
    public async Task Looking_at_a_link_decides_nothing()
    {
        var run = await Asked("anyone", "");
        using var scanner = team.App.Visit();

        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Head })
            await scanner.Send(new(method, $"{Link(run)}&decision=approve"));

        Assert.True(team.App.Get<RunReader>().State(run)!.Run.Node("ask") is { Status: NodeStatus.Waiting });
    }

    [Theory]
    [InlineData("""{"text": "?", "who": "chosen"}""", "people")]
    [InlineData("""{"text": "?", "who": "some"}""", "who")]
    public async Task A_rule_that_names_nobody_is_a_problem(string configuration, string field)
    {
        using var olga = await team.Visit(Role.Owner);
        var flow = new { nodes = new[] { new { id = "ask", type = "approve", data = HtmxFlows.Data.Json.Parse(configuration) } }, edges = Array.Empty<object>() };

        var refused = await olga.Call("POST /api/workflows", new { name = $"Asks {Guid.NewGuid()}", flow }, OwnSite);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains($"\"{field}\"", refused.Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task People_may_come_from_an_expression_and_must_not_be_empty()
    {
        var run = await Asked("chosen", "{{default run.nobody ''}}", RunStatus.Failed);

        Assert.Contains("Nobody may answer", team.App.Get<RunReader>().State(run)!.Run.Node("ask").Error, StringComparison.Ordinal);
    }

    async Task<Guid> Asked(string who, string people, RunStatus status = RunStatus.Waiting)
    {
        var run = await team.App.Start(await team.App.Make($"Ask {Guid.NewGuid()}", [App.Node("ask", "approve", new { text = "May it?", who, people })]));
        await Eventually.Equal(status, () => Task.FromResult(team.App.Get<RunReader>().Status(run)!.Value));
        return run;
    }

    string Link(Guid run) => team.App.Get<ApprovalAddresses>().AddressOf(run, "ask");
}
