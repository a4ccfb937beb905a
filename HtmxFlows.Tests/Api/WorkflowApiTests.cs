using System.Net;
using System.Text.Json;
using HtmxFlows.Tests.Web;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Api;

public sealed class WorkflowApiTests(App app) : IDisposable
{
    readonly Visitor client = app.Visit();

    static object Flow => new { nodes = new[] { new { id = "a", type = "template", data = new { template = "x", label = "A" }, extra = 1 } }, edges = Array.Empty<object>() };

    [Fact]
    public async Task What_is_posted_is_made_and_found_at_its_Location_with_its_ETag()
    {
        var made = await client.Call("POST /api/workflows", new { name = " Made ", description = "By a client.", flow = Flow });
        var id = made.Json().GetProperty("id").GetGuid();
        var read = await client.Call($"GET {made.Header("Location")}");

        Assert.Equal(HttpStatusCode.Created, made.Status);
        Assert.Equal($"/api/workflows/{id}", made.Header("Location"));
        Assert.NotNull(made.Header("ETag"));
        Assert.Equal(made.Header("ETag"), read.Header("ETag"));
        Assert.Equal(made.Source, read.Source);
        Assert.Equal(["id", "name", "description", "version", "status", "flow", "createdAt"], read.Json().Members());
        Assert.Equal(("Made", "By a client.", 1, "published"),
            (read.Json().Text("name"), read.Json().Text("description"), read.Json().GetProperty("version").GetInt32(), read.Json().Text("status")));
        Assert.True(JsonElement.DeepEquals(JsonSerializer.SerializeToElement(Flow), read.Json().GetProperty("flow")));
    }

    [Fact]
    public async Task A_new_name_is_answered_with_the_workflows_that_call_it_by_the_old_one()
    {
        var made = await client.Call("POST /api/workflows", new { name = "Callee", flow = Flow });
        await app.Make("Caller of it", [App.Node("call", "workflow", new { workflow = "Callee" })]);

        var renamed = await client.Call($"PUT {made.Header("Location")}", new { name = "Renamed", flow = Flow }, ("If-Match", made.Header("ETag")!));

        Assert.Equal(HttpStatusCode.OK, renamed.Status);
        Assert.StartsWith("“Caller of it” calls this workflow by the name “Callee”", Assert.Single(renamed.Json().GetProperty("warnings").EnumerateArray()).Text("message"), StringComparison.Ordinal);
        var again = await client.Call("POST /api/workflows", new { name = "Another caller", flow = new { nodes = new[] { new { id = "call", type = "workflow", data = new { workflow = "Callee" } } } } });
        Assert.Contains("No workflow is called “Callee”.", again.Problem(422), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_error_port_without_an_edge_is_a_warning_of_the_workflow()
    {
        var flow = new { nodes = new[] { new { id = "a", type = "template", data = new { template = "x", settings = new { onError = "port" } } } } };

        var made = await client.Call("POST /api/workflows", new { name = "Warned", flow });

        Assert.Equal(HttpStatusCode.Created, made.Status);
        var warning = Assert.Single(made.Json().GetProperty("warnings").EnumerateArray());
        Assert.Equal(("a", "settings.onError"), (warning.Text("node"), warning.Text("field")));
        Assert.Equal("published", made.Json().Text("status"));
    }

    [Fact]
    public async Task The_list_is_searched_and_shows_the_last_run()
    {
        var name = $"Listed {Guid.NewGuid()}";
        var workflow = await app.Make(name, [App.Template("a", "x")]);
        var before = Assert.Single((await client.Call($"GET /api/workflows?q={Uri.EscapeDataString(name)}")).Json().EnumerateArray());
        var run = await app.RunToEnd(workflow);
        var after = Assert.Single((await client.Call($"GET /api/workflows?q={Uri.EscapeDataString(name)}")).Json().EnumerateArray());

        Assert.Equal(["id", "name", "description", "version", "lastRun"], before.Members());
        Assert.Equal(JsonValueKind.Null, before.GetProperty("lastRun").ValueKind);
        Assert.Equal(workflow, after.GetProperty("id").GetGuid());
        Assert.Equal(["id", "status", "startedAt", "finishedAt"], after.GetProperty("lastRun").Members());
        Assert.Equal((run, "completed"), (after.GetProperty("lastRun").GetProperty("id").GetGuid(), after.GetProperty("lastRun").Text("status")));
    }

    [Fact]
    public async Task A_PUT_with_the_ETag_makes_a_new_version_and_the_old_ETag_is_worth_nothing_then()
    {
        var workflow = await app.Make("First", [App.Template("a", "x")]);
        var tag = (await client.Call($"GET /api/workflows/{workflow}")).Header("ETag")!;

        var changed = await client.Call($"PUT /api/workflows/{workflow}", new { name = "Second", flow = Flow }, ("If-Match", tag));
        var late = await client.Call($"PUT /api/workflows/{workflow}", new { name = "Third", flow = Flow }, ("If-Match", tag));
        var lateDeletion = await client.Call($"DELETE /api/workflows/{workflow}", null, ("If-Match", tag));
        var read = await client.Call($"GET /api/workflows/{workflow}");

        Assert.Equal(HttpStatusCode.OK, changed.Status);
        Assert.NotEqual(tag, changed.Header("ETag"));
        Assert.Equal(("Second", 2), (changed.Json().Text("name"), changed.Json().GetProperty("version").GetInt32()));
        late.Problem(412);
        lateDeletion.Problem(412);
        Assert.Equal(changed.Source, read.Source);
        Assert.Equal(changed.Header("ETag"), read.Header("ETag"));
    }

    [Theory]
    [InlineData("POST /api/workflows")]
    [InlineData("PUT /api/workflows/{0}")]
    public async Task Unknown_members_of_a_workflow_are_422_and_named(string call)
    {
        var workflow = await app.Make("First", [App.Template("a", "x")]);
        var tag = (await client.Call($"GET /api/workflows/{workflow}")).Header("ETag")!;
        var answer = await client.Call(string.Format(null, System.Text.CompositeFormat.Parse(call), workflow), new { name = "With unknown members", flow = Flow, descripton = "x", tags = new[] { "a" } }, ("If-Match", tag));
        Assert.Equal("`descripton` is not a member of this request. The closest one is `description`. `tags` is not a member of this request. The members are `name`, `flow`, `description`.", answer.Problem(422));
        Assert.False(app.Get<WorkflowStore>().Has("With unknown members"));
    }

    [Fact]
    public async Task A_workflow_that_was_read_can_be_sent_back()
    {
        var workflow = await app.Make("First", [App.Template("a", "x")]);
        var read = await client.Call($"GET /api/workflows/{workflow}");
        Assert.Equal(HttpStatusCode.OK, (await client.Call($"PUT /api/workflows/{workflow}", read.Source, ("If-Match", read.Header("ETag")!))).Status);
    }

    [Fact]
    public async Task The_ETag_goes_by_the_name_too_though_that_makes_no_version()
    {
        var before = await client.Call("POST /api/workflows", new { name = "Old name", flow = Flow });
        var workflow = before.Json().Text("id");

        var renamed = await client.Call($"PUT /api/workflows/{workflow}", new { name = "New name", flow = before.Json().GetProperty("flow") }, ("If-Match", before.Header("ETag")!));
        var again = await client.Call($"GET /api/workflows/{workflow}", null, ("If-None-Match", before.Header("ETag")!));

        Assert.Equal(1, renamed.Json().GetProperty("version").GetInt32());
        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Equal("New name", again.Json().Text("name"));
        (await client.Call($"PUT /api/workflows/{workflow}", new { name = "Other", flow = Flow }, ("If-Match", before.Header("ETag")!))).Problem(412);
    }

    [Theory]
    [InlineData(null, 428)]
    [InlineData("\"0\"", 412)]
    [InlineData("1", 412)]
    [InlineData("", 412)]
    public async Task A_PUT_that_does_not_say_what_it_was_made_from_changes_nothing(string? tag, int status)
    {
        var workflow = await app.Make("Kept", [App.Template("a", "x")]);

        var answer = await client.Call($"PUT /api/workflows/{workflow}", new { name = "Lost", flow = Flow }, tag is null ? [] : [("If-Match", tag)]);

        Assert.Contains("If-Match", answer.Problem(status), StringComparison.Ordinal);
        Assert.Equal(("Kept", 1), (app.Get<WorkflowStore>().Find(workflow)!.Name, app.Get<WorkflowStore>().Find(workflow)!.Latest));
    }

    [Theory]
    [InlineData("*")]
    [InlineData("\"x\", {0}")]
    [InlineData("W/{0}")]
    public async Task If_Match_takes_any_of_several_and_a_tag_that_a_proxy_weakened(string tags)
    {
        var workflow = await app.Make("Tagged", [App.Template("a", "x")]);
        var tag = (await client.Call($"GET /api/workflows/{workflow}")).Header("ETag");

        var answer = await client.Call($"PUT /api/workflows/{workflow}", new { name = "Changed", flow = Flow }, ("If-Match", string.Format(null, tags, tag)));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }

    [Fact]
    public async Task What_the_client_has_already_is_304_without_a_body()
    {
        var workflow = await app.Make("Cached", [App.Template("a", "x")]);
        var tag = (await client.Call($"GET /api/workflows/{workflow}")).Header("ETag")!;

        var known = await client.Call($"GET /api/workflows/{workflow}", null, ("If-None-Match", $"\"x\", W/{tag}"));
        var other = await client.Call($"GET /api/workflows/{workflow}", null, ("If-None-Match", "\"x\""));

        Assert.Equal(HttpStatusCode.NotModified, known.Status);
        Assert.Equal(tag, known.Header("ETag"));
        Assert.Empty(known.Body);
        Assert.Equal(HttpStatusCode.OK, other.Status);
    }

    [Theory]
    [InlineData("POST /api/workflows")]
    [InlineData("PUT /api/workflows/{0}")]
    public async Task A_bad_workflow_is_refused_with_every_message_and_its_node_or_edge(string call)
    {
        var workflow = await app.Make("Good", [App.Template("a", "x")]);
        var flow = new
        {
            nodes = new object[] { new { id = "a", type = "nonsense" }, new { id = "b", type = "template", data = new { template = "{{#if prompt}}" } } },
            edges = new[] { new { id = "e9", source = "a", target = "nowhere" } },
        };

        var answer = await client.Call(string.Format(null, call, workflow), new { name = " ", flow }, ("If-Match", "*"));

        answer.Problem(422);
        var problems = answer.Json().GetProperty("problems").EnumerateArray().ToArray();
        Assert.All(problems, problem => Assert.Equal(["message", "node", "edge", "field"], problem.Members()));
        Assert.All(problems, problem => Assert.EndsWith(".", problem.Text("message"), StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Text("field") == "name" && problem.Text("node") is null);
        Assert.Contains(problems, problem => problem.Text("node") == "a");
        Assert.Contains(problems, problem => problem.Text("node") == "b" && problem.Text("field") == "template");
        Assert.Contains(problems, problem => problem.Text("edge") == "e9");
        Assert.Equal(("Good", 1), (app.Get<WorkflowStore>().Find(workflow)!.Name, app.Get<WorkflowStore>().Find(workflow)!.Latest));
    }

    [Fact]
    public async Task A_deleted_workflow_is_gone_with_its_runs_and_those_under_way_are_cancelled()
    {
        var workflow = await app.Make("Deleted", [App.Endless()]);
        var run = await app.Start(workflow);

        var deleted = await client.Call($"DELETE /api/workflows/{workflow}");

        Assert.Equal(HttpStatusCode.NoContent, deleted.Status);
        await app.End(run);
        foreach (var call in new[] { $"GET /api/workflows/{workflow}", $"DELETE /api/workflows/{workflow}", $"PUT /api/workflows/{workflow}", $"GET /api/runs/{run}", $"GET /api/runs/{run}/events" })
            (await client.Call(call)).Problem(404);
    }

    public void Dispose() => client.Dispose();
}
