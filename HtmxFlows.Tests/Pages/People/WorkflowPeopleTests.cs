using System.Net;
using HtmxFlows.Accounts;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Accounts;
using HtmxFlows.Tests.Api;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Pages.People;

/// <summary>A workflow that only some people may see. For the others it does not exist.</summary>
public sealed class WorkflowPeopleTests(Team team) : IClassFixture<Team>
{
    static readonly (string, string) OwnSite = ("Sec-Fetch-Site", "same-origin");

    [Fact]
    public async Task A_workflow_of_others_is_in_no_list_and_at_no_address()
    {
        var (workflow, name) = await Make("secret plan");
        var run = await team.App.RunToEnd(workflow, $"{name} prompt");
        await Restrict(workflow, (Role.Runner, Role.Runner));
        using var emil = await team.Visit(Role.Editor);
        using var rosa = await team.Visit(Role.Runner);
        using var olga = await team.Visit(Role.Owner);

        foreach (var list in new[] { $"/?q={Uri.EscapeDataString(name)}", $"/search?q={Uri.EscapeDataString(name)}", $"/search?q={run}", "/runs", $"/runs?workflow={workflow}", $"/runs?q={Uri.EscapeDataString(name)}", "/api/runs", $"/api/workflows?q={Uri.EscapeDataString(name)}" })
        {
            Assert.DoesNotContain($"{workflow}", Content(await emil.Open(list)), StringComparison.Ordinal);
            Assert.DoesNotContain($"/runs/{run}", Content(await emil.Open(list)), StringComparison.Ordinal);
            Assert.True(Content(await rosa.Open(list)).Contains($"{workflow}", StringComparison.Ordinal) || Content(await rosa.Open(list)).Contains($"{run}", StringComparison.Ordinal), list);
            Assert.True(Content(await olga.Open(list)).Contains($"{workflow}", StringComparison.Ordinal) || Content(await olga.Open(list)).Contains($"{run}", StringComparison.Ordinal), list);
        }
        foreach (var address in new[] { $"/workflows/{workflow}", $"/workflows/{workflow}/edit", $"/workflows/{workflow}/runs", $"/workflows/{workflow}/versions/1", $"/workflows/{workflow}/export", $"/workflows/{workflow}/draft/json", $"/workflows/new?copy={workflow}", $"/workflows/{workflow}/people", $"/runs/{run}", $"/runs/{run}/log", $"/runs/{run}/events", $"/runs/{run}/nodes", $"/api/workflows/{workflow}", $"/api/runs/{run}", $"/api/runs/{run}/events" })
            Assert.Equal(HttpStatusCode.NotFound, (await emil.Open(address)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await emil.Call($"POST /api/workflows/{workflow}/runs", null, OwnSite)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await emil.Call($"DELETE /api/runs/{run}", null, OwnSite)).Status);
        Assert.Equal(0, (await emil.Call("POST /api/runs/bulk", new { action = "delete", filter = new { workflow }, dryRun = true }, OwnSite)).Json().GetProperty("count").GetInt32());
        Assert.Equal(HttpStatusCode.OK, (await rosa.Open($"/runs/{run}")).Status);
    }

    [Fact]
    public async Task Questions_and_files_of_such_a_workflow_are_hidden_too()
    {
        var (workflow, _) = await Make("asking", App.Node("ask", "approve", new { text = "May it?" }));
        await Restrict(workflow, (Role.Runner, Role.Runner));
        var run = await team.App.Start(workflow);
        await Eventually.True(() => team.App.Get<OpenQuestions>().List(QuestionReader.All, 0, 100).Any(question => question.Run == run));
        using var emil = await team.Visit(Role.Editor);
        using var rosa = await team.Visit(Role.Runner);

        Assert.DoesNotContain($"{run}", Content(await emil.Open("/inbox")), StringComparison.Ordinal);
        Assert.Contains($"{run}", Content(await rosa.Open("/inbox")), StringComparison.Ordinal);
        Assert.Equal(team.App.Get<OpenQuestions>().Count(QuestionReader.All) - 1, team.App.Get<OpenQuestions>().Count(new([workflow], null)));
        Assert.Equal(HttpStatusCode.NotFound, (await emil.Open($"/runs/{run}/questions/ask")).Status);
    }

    [Fact]
    public async Task The_role_in_the_workflow_counts_and_never_more_than_the_own_one()
    {
        var (workflow, _) = await Make("shared");
        await Restrict(workflow, (Role.Editor, Role.Viewer), (Role.Viewer, Role.Editor));
        using var emil = await team.Visit(Role.Editor);
        using var vera = await team.Visit(Role.Viewer);
        var page = await emil.Open($"/workflows/{workflow}");
        var refused = await emil.Open($"/workflows/{workflow}/edit");

        Assert.Empty(page.All("main form[method=post], main a[href$='/edit']"));
        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.Contains("Your role, viewer, does not allow this. An editor of the workflow can give you the role editor.", refused.Main.Words(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await vera.Open($"/workflows/{workflow}/edit")).Status);
        Assert.Equal(HttpStatusCode.OK, (await emil.Open("/workflows/new")).Status);
    }

    [Fact]
    public async Task An_editor_restricts_a_workflow_by_its_page_and_opens_it_again()
    {
        var (workflow, _) = await Make("by form");
        using var emil = await team.Visit(Role.Editor);
        using var vera = await team.Visit(Role.Viewer);
        var form = (await emil.Open($"/workflows/{workflow}/people")).One("main form");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await emil.Submit(form, new Dictionary<string, string> { ["only"] = "true" })).Status);
        await emil.Submit(form, new Dictionary<string, string> { ["only"] = "true", [$"{team.User(Role.Runner).Id}"] = "runner" });
        Assert.Equal(HttpStatusCode.NotFound, (await vera.Open($"/workflows/{workflow}")).Status);
        Assert.Equal(HttpStatusCode.OK, (await emil.Open($"/workflows/{workflow}")).Status);
        form = (await emil.Open($"/workflows/{workflow}/people")).One("main form");
        Assert.Equal("runner", form.QuerySelector($"[name='{team.User(Role.Runner).Id}'] [selected]")!.Words());
        await team.App.Get<WorkflowPeople>().Set(workflow, new Dictionary<Guid, Role>(), new Actor.Person(team.User(Role.Editor), Guid.Empty));

        Assert.Equal(HttpStatusCode.OK, (await vera.Open($"/workflows/{workflow}")).Status);
        Assert.Equal(2, team.App.Get<AuditLog>().Read(new(Action: "workflow.shared", Subject: workflow), null, 10).Count);
    }

    [Fact]
    public async Task A_live_stream_ends_for_those_who_may_no_longer_see_the_workflow()
    {
        var (workflow, _) = await Make("live", App.Endless());
        var run = await team.App.Start(workflow);
        using var vera = await team.Visit(Role.Viewer);
        using var answer = await vera.Stream(new(HttpMethod.Get, $"/runs/{run}/events"));
        await using var stream = await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        Assert.True(await stream.ReadAsync(new byte[1], TestContext.Current.CancellationToken) > 0);
        await Restrict(workflow, (Role.Runner, Role.Runner));

        await Assert.ThrowsAnyAsync<IOException>(() => stream.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken).Soon());
        Assert.Equal(HttpStatusCode.NotFound, (await vera.Open($"/runs/{run}/events")).Status);
    }

    [Fact]
    public async Task A_run_calls_only_workflows_that_its_starter_may_see_and_the_called_run_has_the_same_starter()
    {
        var (called, name) = await Make("called");
        var (caller, _) = await Make("caller", App.Node("call", "workflow", new { workflow = name }));
        await Restrict(called, (Role.Runner, Role.Runner));
        using var emil = await team.Visit(Role.Editor);
        using var rosa = await team.Visit(Role.Runner);
        var refused = await Run(emil, caller);
        var allowed = await Run(rosa, caller);

        Assert.Equal("failed", refused.Text("status"));
        Assert.Contains($"No workflow is called “{name}”", refused.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("completed", allowed.Text("status"));
        var child = team.App.Get<RunSearch>().Page(new() { Workflow = called }, default, 5).Runs.Single().Id;
        Assert.Equal(team.User(Role.Runner).Id, Assert.IsType<WorkflowStarted>(team.App.Get<Journal>().Read(child)[0]).StartedBy?.Id);
    }

    static async Task<System.Text.Json.JsonElement> Run(Visitor visitor, Guid workflow) =>
        (await visitor.Call($"POST /api/workflows/{workflow}/runs", null, OwnSite, ("Prefer", "wait=30"))).Json();

    /// <summary>A workflow with a name of its own.</summary>
    async Task<(Guid Id, string Name)> Make(string what, string? node = null)
    {
        var name = $"{what} {Guid.NewGuid():N}";
        return (await team.App.Make(name, [node ?? App.Template("a", "x")]), name);
    }

    Task<bool> Restrict(Guid workflow, params (Role User, Role InIt)[] people) =>
        team.App.Get<WorkflowPeople>().Set(workflow, people.ToDictionary(person => team.User(person.User).Id, person => person.InIt), new Actor.Person(team.User(Role.Owner), Guid.Empty));

    /// <summary>What a page shows, without the fields that hold what was asked for.</summary>
    static string Content(Page page) => page.Header("Content-Type")?.StartsWith("text/html", StringComparison.Ordinal) == true
        ? string.Join(' ', page.All("main a").Select(link => link.GetAttribute("href")).Where(href => href?.StartsWith("/workflows", StringComparison.Ordinal) == true || href?.StartsWith("/runs/", StringComparison.Ordinal) == true)) : page.Source;
}
