using System.Net;
using System.Text.Json;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Live;
using HtmxFlows.Tests.Outbound;
using HtmxFlows.Tests.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Http;

namespace HtmxFlows.Tests.Api;

/// <summary>The first protocol of this product, with the clients that it has.</summary>
public sealed class OriginalProtocolTests(App app) : IDisposable
{
    readonly Visitor client = app.Visit();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_is_started_and_told_in_unnamed_messages_and_then_the_stream_closes()
    {
        var workflow = await app.Make("Original",
            [
                App.Node("if", "branch", new { label = "If", conditions = new[] { new { left = "{{prompt}}", @operator = "is-empty", right = "" } } }),
                App.Template("yes", "x"), App.Node("no", "compute", new { label = "No", sql = "SELECT 1 AS one" }),
            ],
            "if.true→yes", "if.false→no");

        using var response = await Connect(workflow, "?prompt=caf%C3%A9%20%26%20more");
        var messages = await ToEnd(response);
        var run = Assert.Single(Runs(workflow));

        Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (response.StatusCode, response.Content.Headers.ContentType?.ToString()));
        Assert.Equal(
        [
            """{"event":"node-started","nodeId":"if","type":"branch","label":"If"}""",
            """{"event":"node-completed","nodeId":"if","result":null}""",
            """{"event":"node-skipped","nodeId":"yes"}""",
            """{"event":"node-started","nodeId":"no","type":"compute","label":"No"}""",
            """{"event":"node-completed","nodeId":"no","result":{"one":1}}""",
            """{"event":"workflow-complete"}""",
        ],
        messages.Select(message => message.Data));
        Assert.All(messages, message => Assert.Equal("message", message.Name));
        Assert.Equal(Enumerable.Range(2, 6).Select(seq => $"{run.Id}/{seq}"), messages.Select(message => message.Id));
        Assert.Equal("café & more", run.Prompt);
    }

    [Fact]
    public async Task A_run_without_a_prompt_has_an_empty_one()
    {
        var workflow = await app.Make("Promptless", [App.Template("a", "“{{prompt}}”")]);

        Assert.Contains("“”", (await ToEnd(await Connect(workflow)))[1].Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_is_an_error_and_the_stream_closes()
    {
        var workflow = await app.Make("Failing", [App.Node("a", "fail", new { label = "A", message = "No more." })]);

        var messages = await ToEnd(await Connect(workflow));

        Assert.Equal(2, messages.Count);
        var error = JsonElement.Parse(messages[1].Data);
        Assert.Equal(["error"], error.Members());
        Assert.Contains("No more.", error.Text("error"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_after_which_the_workflow_continues_names_its_node()
    {
        var workflow = await app.Make("Continuing", [App.Node("a", "fail", new { message = "No more.", settings = new { onError = "continue" } }), App.Template("b", "x")], "a→b");

        var messages = await ToEnd(await Connect(workflow));

        var failed = JsonElement.Parse(messages[1].Data);
        Assert.Equal(["event", "nodeId", "error"], failed.Members());
        Assert.Equal(("node-failed", "a"), (failed.Text("event"), failed.Text("nodeId")));
        Assert.Equal("""{"event":"workflow-complete"}""", messages[^1].Data);
    }

    [Fact]
    public async Task A_cancelled_run_ends_with_an_error()
    {
        var workflow = await app.Make("Cancelled", [App.Endless()]);
        using var response = await Connect(workflow);
        using var reader = new SseReader(await response.Content.ReadAsStreamAsync(Cancellation));
        Assert.Contains("node-started", (await reader.Next(Cancellation))!.Data, StringComparison.Ordinal);

        await client.Call($"POST /api/runs/{Runs(workflow).Single().Id}/cancellation");

        Assert.Equal(["""{"error":"The run was cancelled"}"""], (await reader.ToEnd(Cancellation).Soon()).Select(message => message.Data));
    }

    [Fact]
    public async Task A_reconnecting_client_continues_with_the_same_run_at_its_position()
    {
        var gate = new TaskCompletionSource();
        await using var peer = await HttpPeer.Start(async http =>
        {
            await gate.Task;
            await http.Response.WriteAsync("the answer");
        });
        var workflow = await app.Make("Cut", [App.Template("before", "x"), App.Node("call", "http", new { url = peer.Url.ToString() }), App.Template("after", "y")], "before→call", "call→after");
        List<string> before = [];
        string id;
        using (var first = await Connect(workflow))
        {
            using var reader = new SseReader(await first.Content.ReadAsStreamAsync(Cancellation));
            while (before.Count < 3)
                before.Add((await reader.Next(Cancellation).Soon())!.Data);
            id = $"{Runs(workflow).Single().Id}/4";
        }

        using var second = await Connect(workflow, "", ("Last-Event-ID", id));
        gate.SetResult();
        var after = await ToEnd(second);

        var run = Assert.Single(Runs(workflow));
        Assert.Equal((await ToEnd(await Connect(workflow, "", ("Last-Event-ID", $"{run.Id}/0")))).Select(message => message.Data), [.. before, .. after.Select(message => message.Data)]);
        for (var seq = 0; seq < 8; seq++)
            Assert.Equal(HttpStatusCode.OK, (await Connect(workflow, "", ("Last-Event-ID", $"{run.Id}/{seq}"))).StatusCode);
        Assert.Single(Runs(workflow));
    }

    [Fact]
    public async Task A_client_that_is_cut_off_before_the_first_message_knows_its_run_already()
    {
        var workflow = await app.Make("Early", [App.Endless()]);

        using var response = await Connect(workflow);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancellation));

        Assert.Equal($"id: {Runs(workflow).Single().Id}/1", await reader.ReadLineAsync(Cancellation));
        Assert.Equal("", await reader.ReadLineAsync(Cancellation));
    }

    [Fact]
    public async Task After_the_end_a_reconnect_is_204_so_that_an_EventSource_stops()
    {
        var workflow = await app.Make("Over", [App.Template("a", "x")]);
        var last = (await ToEnd(await Connect(workflow)))[^1].Id;

        using var again = await Connect(workflow, "", ("Last-Event-ID", last));

        Assert.Equal(HttpStatusCode.NoContent, again.StatusCode);
        Assert.Single(Runs(workflow));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("7")]
    [InlineData("00000000-0000-0000-0000-000000000000/1")]
    [InlineData("{0}/1")]
    [InlineData("{0}/x")]
    public async Task A_reconnect_to_a_run_that_is_not_there_is_404_and_starts_none(string id)
    {
        var workflow = await app.Make("Own", [App.Template("a", "x")]);
        var other = await app.RunToEnd(await app.Make("Other", [App.Template("a", "x")]));

        var answer = await client.Call($"GET /api/workflows/{workflow}/run", null, ("Last-Event-ID", string.Format(null, id, other)));

        IsError(answer, HttpStatusCode.NotFound, "Run not found");
        Assert.Empty(Runs(workflow));
    }

    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("7")]
    public async Task A_workflow_that_is_not_there_is_404_in_the_words_of_the_protocol(string workflow) =>
        IsError(await client.Call($"GET /api/workflows/{workflow}/run?prompt=x", null, ("Accept", "text/event-stream")), HttpStatusCode.NotFound, "Workflow not found");

    [Fact]
    public async Task A_workflow_that_cannot_run_is_500_in_the_words_of_the_protocol()
    {
        var draft = (await app.Get<WorkflowStore>().Create(new("Draft", "", App.Flow([App.Node("a", "nonsense", new { })])), asDraft: true)).Id();

        IsError(await client.Call($"GET /api/workflows/{draft}/run?prompt=x", null, ("Accept", "text/event-stream")), HttpStatusCode.InternalServerError, "Invalid workflow data");
    }

    [Theory]
    [InlineData("cross-site", true)]
    [InlineData("same-site", true)]
    [InlineData("same-origin", false)]
    [InlineData("none", false)]
    [InlineData(null, false)]
    public async Task Pages_of_other_sites_may_not_start_runs(string? site, bool isRefused)
    {
        var workflow = await app.Make("Site", [App.Template("a", "x")]);

        var answer = await client.Call($"GET /api/workflows/{workflow}/run", null, site is null ? [] : [("Sec-Fetch-Site", site)]);

        if (isRefused)
            IsError(answer, HttpStatusCode.Forbidden, "Another site may not start runs here");
        Assert.Equal(isRefused ? 0 : 1, Runs(workflow).Count);
    }

    public void Dispose() => client.Dispose();

    static void IsError(Page answer, HttpStatusCode status, string sentence)
    {
        Assert.Equal((status, "application/json"), (answer.Status, answer.Response.Content.Headers.ContentType?.MediaType));
        Assert.Equal($$"""{"error":"{{sentence}}"}""", answer.Source);
    }

    IReadOnlyList<RunLine> Runs(Guid workflow) => app.Get<RunStore>().List(workflow, null, 0, 9);

    Task<HttpResponseMessage> Connect(Guid workflow, string query = "", params (string, string)[] headers) =>
        client.Stream(ApiCalls.Request($"GET /api/workflows/{workflow}/run{query}", null, [("Accept", "text/event-stream"), .. headers]));

    static async Task<IReadOnlyList<SseEvent>> ToEnd(HttpResponseMessage response)
    {
        using var reader = new SseReader(await response.Content.ReadAsStreamAsync(Cancellation));
        return await reader.ToEnd(Cancellation).Soon();
    }
}
