using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Api;

public sealed class RunApiTests(App app) : IDisposable
{
    static readonly string[] State = ["id", "workflow", "version", "thread", "status", "prompt", "input", "result", "response", "error", "nodes", "startedAt", "finishedAt", "parent", "place", "questions", "lastSeq"];
    static readonly string[] Node = ["id", "type", "label", "status", "attempt", "output", "error", "startedAt", "finishedAt", "log", "items", "runs"];

    readonly Visitor client = app.Visit();

    [Fact]
    public async Task A_start_is_accepted_and_says_where_the_run_is()
    {
        var workflow = await app.Make("Accepted", [App.Endless()]);

        var answer = await client.Call($"POST /api/workflows/{workflow}/runs", new { prompt = "hello" });
        var started = answer.Json();
        var run = started.GetProperty("id").GetGuid();

        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        Assert.Equal(["id", "status", "url", "events"], started.Members());
        Assert.Equal(($"/api/runs/{run}", $"/runs/{run}", $"/api/runs/{run}/events"), (answer.Header("Location"), started.Text("url"), started.Text("events")));
        Assert.Contains(started.Text("status"), new[] { "queued", "running", "waiting" });
        Assert.Null(answer.Header("Preference-Applied"));
        Assert.Equal("hello", (await client.Call($"GET {answer.Header("Location")}")).Json().Text("prompt"));
        Assert.Equal(HttpStatusCode.OK, (await client.Open(started.Text("url"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await client.Call($"GET {started.Text("events")}")).Status);
    }

    [Fact]
    public async Task A_start_without_a_body_is_one_without_a_prompt()
    {
        var workflow = await app.Make("Silent", [App.Template("a", "“{{prompt}}”")]);

        foreach (var body in new object?[] { null, "{}", "{\"prompt\": null, \"input\": null, \"thread\": null}", "{\"input\": {}}" })
        {
            var answer = await client.Call($"POST /api/workflows/{workflow}/runs", body, ("Prefer", "wait=30"));

            Assert.Equal(HttpStatusCode.OK, answer.Status);
            Assert.Equal(("", "“”"), (answer.Json().Text("prompt"), answer.Json().Text("result")));
        }
    }

    [Fact]
    public async Task A_run_that_has_ended_is_deleted()
    {
        var run = await app.RunToEnd(await app.Make("Deleted", [App.Template("a", "x")]));

        var answer = await client.Call($"DELETE /api/runs/{run}");

        Assert.Equal((HttpStatusCode.NoContent, ""), (answer.Status, answer.Source));
        foreach (var request in new[] { $"GET /api/runs/{run}", $"GET /api/runs/{run}/events", $"DELETE /api/runs/{run}" })
            Assert.Equal(HttpStatusCode.NotFound, (await client.Call(request)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await client.Open($"/runs/{run}")).Status);
    }

    [Fact]
    public async Task The_deletion_of_an_unfinished_run_is_a_409_and_deletes_nothing()
    {
        var run = await app.Start(await app.Make("Unfinished", [App.Endless()]));

        var answer = await client.Call($"DELETE /api/runs/{run}");

        Assert.Equal((HttpStatusCode.Conflict, "The run has not ended. Cancel it first."), (answer.Status, answer.Json().Text("detail")));
        Assert.Equal(HttpStatusCode.OK, (await client.Call($"GET /api/runs/{run}")).Status);
    }

    [Theory]
    [InlineData("wait=30", "wait=30")]
    [InlineData("Wait = \"30\"", "wait=30")]
    [InlineData("respond-async, wait=30", "wait=30")]
    [InlineData("wait=4000000000", "wait=60")]
    public async Task A_run_that_ends_within_the_wait_is_answered_with_its_final_state(string prefer, string applied)
    {
        var workflow = await app.Make("Quick", [App.Template("a", "{{prompt}}!")]);

        var answer = await client.Call($"POST /api/workflows/{workflow}/runs", new { prompt = "go" }, ("Prefer", prefer));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(applied, answer.Header("Preference-Applied"));
        Assert.Equal(("completed", "go!"), (answer.Json().Text("status"), answer.Json().Text("result")));
        Assert.Equal((await client.Call($"GET {answer.Header("Location")}")).Source, answer.Source);
    }

    [Theory]
    [InlineData("wait=0", "wait=0")]
    [InlineData("wait=1", "wait=1")]
    [InlineData("wait=-1", null)]
    [InlineData("wait=soon", null)]
    [InlineData("wait", null)]
    public async Task An_unfinished_run_is_a_202_after_the_preferred_wait(string prefer, string? applied)
    {
        var workflow = await app.Make("Slow", [App.Endless()]);

        var answer = await client.Call($"POST /api/workflows/{workflow}/runs", null, ("Prefer", prefer));

        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        Assert.Equal(applied, answer.Header("Preference-Applied"));
        Assert.Equal(["id", "status", "url", "events"], answer.Json().Members());
    }

    [Fact]
    public async Task A_start_that_accepts_an_event_stream_gets_the_events_of_its_run_from_the_first()
    {
        var workflow = await app.Make("Streamed", [App.Template("a", "x")]);

        using var response = await client.Stream(ApiCalls.Request($"POST /api/workflows/{workflow}/runs", new { prompt = "p" }, ("Accept", "text/event-stream"), ("Last-Event-ID", "3")));
        var events = await SseParser.Create(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken)).EnumerateAsync(TestContext.Current.CancellationToken)
            .Select(next => next.EventType).ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (response.StatusCode, response.Content.Headers.ContentType?.ToString()));
        Assert.Equal($"/api/runs/{Assert.Single(app.Get<RunStore>().List(workflow, null, 0, 9)).Id}", response.Headers.Location?.ToString());
        Assert.Equal(["workflow-started", "node-started", "node-completed", "workflow-complete"], events);
    }

    [Fact]
    public async Task The_state_has_every_member_during_and_after_the_run()
    {
        var run = await app.Start(await app.Make("Members", [App.Template("a", "x"), App.Endless("b"), App.Template("c", "y")], "a→b", "b→c"), "p");
        await Eventually.Equal("waiting", async () => (await client.Call($"GET /api/runs/{run}")).Json().Text("status"));

        var during = (await client.Call($"GET /api/runs/{run}")).Json();
        var after = (await client.Call($"POST /api/runs/{run}/cancellation")).Json();

        foreach (var state in new[] { during, after })
        {
            Assert.Equal(State, state.Members());
            Assert.All(state.GetProperty("nodes").EnumerateArray(), node => Assert.Equal(Node, node.Members()));
        }
        Assert.Equal(["completed", "waiting", "pending"], during.GetProperty("nodes").EnumerateArray().Select(node => node.Text("status")));
        Assert.Equal([JsonValueKind.Null, JsonValueKind.Null, JsonValueKind.Null], new[] { "result", "error", "finishedAt" }.Select(name => during.GetProperty(name).ValueKind));
        Assert.Equal(["cancelled", "completed", "cancelled"], [after.Text("status"), .. after.GetProperty("nodes").EnumerateArray().Select(node => node.Text("status")).Take(2)]);
        Assert.Equal(("p", run), (after.Text("prompt"), after.GetProperty("thread").GetGuid()));
        Assert.Equal("x", after.GetProperty("nodes")[0].Text("output"));
        Assert.Equal(TimeSpan.Zero, after.GetProperty("finishedAt").GetDateTimeOffset().Offset);
    }

    [Fact]
    public async Task A_failed_run_names_its_error_and_the_ends_of_a_run_are_its_result()
    {
        var failed = await app.RunToEnd(await app.Make("Failed", [App.Node("stop", "fail", new { message = "No more." })]));
        var completed = await app.RunToEnd(await app.Make("Two ends", [App.Template("a", "1"), App.Node("b", "compute", new { sql = "SELECT 2 AS two" })]));

        var state = (await client.Call($"GET /api/runs/{failed}")).Json();

        Assert.Equal("failed", state.Text("status"));
        Assert.Contains("No more.", state.Text("error"), StringComparison.Ordinal);
        Assert.Contains("No more.", state.GetProperty("nodes")[0].Text("error"), StringComparison.Ordinal);
        Assert.Equal("""{"a":"1","b":{"two":2}}""", (await client.Call($"GET /api/runs/{completed}")).Json().GetProperty("result").GetRawText());
    }

    [Fact]
    public async Task The_events_are_a_list_without_gaps_and_without_empty_members()
    {
        var run = await app.RunToEnd(await app.Make("Events",
            [App.Node("if", "branch", new { conditions = new[] { new { left = "{{prompt}}", @operator = "is-empty", right = "" } } }), App.Template("yes", "*x*", markdown: true), App.Template("no", "y")],
            "if.true→yes", "if.false→no"));

        var events = (await client.Call($"GET /api/runs/{run}/events")).Json().EnumerateArray().ToArray();
        var state = (await client.Call($"GET /api/runs/{run}")).Json();

        Assert.Equal(Enumerable.Range(1, state.GetProperty("lastSeq").GetInt32()), events.Select(next => next.GetProperty("seq").GetInt32()));
        Assert.Equal(["workflow-started", "node-started", "node-completed", "node-skipped", "node-started", "node-completed", "workflow-complete"],
            events.Select(next => next.Text("event")));
        Assert.All(events, next => Assert.Equal(["event", "seq", "at"], next.Members().Take(3)));
        Assert.All(events.Where(next => next.Text("event").StartsWith("node-", StringComparison.Ordinal)), next => Assert.NotEmpty(next.Text("nodeId")));
        Assert.DoesNotContain(events.SelectMany(next => next.EnumerateObject()), member => member.Value.ValueKind == JsonValueKind.Null && member.Name is not ("output" or "result"));
        Assert.Equal(["passed-on", "markdown"], events.Where(next => next.TryGetProperty("format", out _)).Select(next => next.Text("format")));
        Assert.Equal(["event", "seq", "at", "nodeId", "attempt"], events[1].Members());
    }

    [Fact]
    public async Task The_list_of_events_begins_after_a_cursor()
    {
        var run = await app.RunToEnd(await app.Make("Cursor", [App.Template("a", "x")]));

        foreach (var (after, left) in new[] { ("0", 4), ("1", 3), ("4", 0), ("99", 0), ("-1", 4) })
            Assert.Equal(left, (await client.Call($"GET /api/runs/{run}/events?after={after}")).Json().GetArrayLength());
    }

    [Fact]
    public async Task Cancelling_ends_a_run_and_leaves_one_that_has_ended()
    {
        var workflow = await app.Make("Cancelled", [App.Endless()]);
        var (running, ended) = (await app.Start(workflow), await app.RunToEnd(await app.Make("Ended", [App.Template("a", "x")])));

        var cancelled = await client.Call($"POST /api/runs/{running}/cancellation");
        var again = await client.Call($"POST /api/runs/{running}/cancellation");
        var left = await client.Call($"POST /api/runs/{ended}/cancellation");

        Assert.Equal((HttpStatusCode.OK, "cancelled"), (cancelled.Status, cancelled.Json().Text("status")));
        Assert.Equal(cancelled.Source, again.Source);
        Assert.Equal((HttpStatusCode.OK, "completed"), (left.Status, left.Json().Text("status")));
    }

    [Fact]
    public async Task A_run_continues_a_conversation()
    {
        var workflow = await app.Make("Talk", [App.Template("a", "x")]);
        var first = (await client.Call($"POST /api/workflows/{workflow}/runs", new { prompt = "1" }, ("Prefer", "wait=30"))).Json();

        var second = (await client.Call($"POST /api/workflows/{workflow}/runs", new { prompt = "2", thread = first.Text("thread") }, ("Prefer", "wait=30"))).Json();

        Assert.Equal(first.Text("id"), first.Text("thread"));
        Assert.Equal(first.Text("id"), second.Text("thread"));
        Assert.NotEqual(first.Text("id"), second.Text("id"));
    }

    public void Dispose() => client.Dispose();
}
