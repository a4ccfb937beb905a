using System.Text.Json;
using HtmxFlows.Accounts;
using HtmxFlows.Tests.Accounts;
using HtmxFlows.Tests.Api;

namespace HtmxFlows.Tests.Pages.Audit;

public sealed class AuditTests(Team team) : IClassFixture<Team>
{
    [Fact]
    public async Task What_people_do_is_in_the_log_with_their_names()
    {
        using var emil = await team.Visit(Role.Editor);
        var created = (await emil.Call("POST /api/workflows", new { name = "Audited", flow = JsonDocument.Parse(Web.App.Flow([Web.App.Endless()])).RootElement }, ("Sec-Fetch-Site", "same-origin"))).Json().Text("id");
        var run = (await emil.Submit((await emil.Open($"/workflows/{created}")).Form($"/workflows/{created}/runs"))).Id;
        await emil.Submit((await emil.Open($"/runs/{run}")).Form("/cancellation"));
        await emil.Submit((await emil.Open($"/runs/{run}/deletion")).One("main form"));
        await emil.Submit((await emil.Open($"/workflows/{created}/tags")).One("main form"), new Dictionary<string, string> { ["tags"] = "news" });
        await emil.Submit((await emil.Open($"/workflows/{created}/delete")).One("main form"));
        using var olga = await team.Visit(Role.Owner);

        var page = await olga.Open("/audit?who=Emil");

        Assert.Equal(["workflow.deleted", "workflow.tagged", "run.deleted", "run.cancelled", "run.started", "workflow.created"], page.All("tbody tr").Select(row => row.GetAttribute("data-action")).Where(action => action != "session.started"));
        Assert.All(page.Texts("tbody td:nth-child(2)"), name => Assert.Equal("Emil", name));
        Assert.Equal(["127.0.0.1"], page.Texts("tbody td:nth-child(5)").Distinct());
    }

    [Fact]
    public async Task What_is_beyond_the_rights_of_a_user_is_refused_and_noted_without_its_query()
    {
        await using var own = new Team();
        await own.InitializeAsync();
        var hidden = await own.App.Make("Hidden", [Web.App.Template("a", "x")]);
        await own.App.Get<WorkflowPeople>().Set(hidden, new Dictionary<Guid, Role> { [own.User(Role.Editor).Id] = Role.Editor }, Actor.System);
        using var vera = await own.Visit(Role.Viewer);
        using var rosa = await own.Visit(Role.Runner);
        await vera.Open("/people?find=secret");
        await rosa.Open($"/workflows/{hidden}");
        await Eventually.Equal(2, () => Task.FromResult(Noted().Count));

        Assert.Equal([("Rosa", $"GET /workflows/{hidden}"), ("Vera", "GET /people")], Noted().Select(entry => (entry.Actor, entry.Subject)).Order());
        Assert.DoesNotContain(Noted(), entry => entry.Details.Contains("secret", StringComparison.Ordinal));
        using var olga = await own.Visit(Role.Owner);
        Assert.Contains("GET /people", (await olga.Open("/audit?action=access.refused")).Main.TextContent, StringComparison.Ordinal);

        IReadOnlyList<AuditEntry> Noted() => own.App.Get<AuditLog>().Read(new(Action: "access.refused"), null, 10);
    }

    [Fact]
    public async Task An_answer_is_in_the_log_and_the_journal_has_the_name_of_the_user()
    {
        var run = await team.App.Start(await team.App.Make("Asking", [Web.App.Node("ask", "approve", new { text = "May it?" })]));
        using var rosa = await team.Visit(Role.Runner);
        await Eventually.Equal("waiting", async () => (await rosa.Call($"GET /api/runs/{run}")).Json().Text("status"));
        await rosa.Submit((await rosa.Open($"/runs/{run}/questions/ask")).One("form.question"), button: "decision=approve");
        await team.App.End(run);

        Assert.Equal("Rosa", Assert.Single(team.App.Get<AuditLog>().Read(new(Action: "run.answered", Subject: run), null, 10)).Actor);
        Assert.Contains("\"by\":\"Rosa\"", (await rosa.Call($"GET /api/runs/{run}/events")).Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_is_exported_as_lines_of_JSON()
    {
        using var olga = await team.Visit(Role.Owner);
        var answer = await olga.Open("/audit/export?action=user.added");
        var lines = answer.Source.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToArray();

        Assert.Equal("application/x-ndjson", answer.Header("Content-Type"));
        Assert.Equal(["Vera", "Rosa", "Emil", "Olga"], lines.Select(line => line.GetProperty("subject").Text("name")).Take(4));
        Assert.Equal("user", lines[0].GetProperty("actor").Text("kind"));
        Assert.DoesNotContain(Team.Password, answer.Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_log_has_pages()
    {
        await using var own = new Team();
        await own.InitializeAsync();
        for (var n = 0; n < 60; n++)
            await own.Secret(Role.Viewer);
        using var olga = await own.Visit(Role.Owner);
        var first = await olga.Open("/audit?who=Vera");
        var second = await olga.Open(first.One("a[rel=next]").GetAttribute("href")!);

        Assert.Equal((50, 10), (first.All("tbody tr").Count, second.All("tbody tr").Count));
        Assert.Empty(second.All("a[rel=next]"));
    }
}
