using System.Globalization;
using System.Net;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;
using HtmxFlows.Live;
using HtmxFlows.Tests.Outbound;
using HtmxFlows.Tests.Web;
using Microsoft.AspNetCore.Http;

namespace HtmxFlows.Tests.Api;

/// <summary>One address, five representations.</summary>
public sealed class RepresentationTests(App app) : IDisposable
{
    const string Sse = "text/event-stream", Lines = "application/x-ndjson", Plain = "text/plain";

    readonly Visitor client = app.Visit();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Streams => [Sse, Lines, Plain];

    [Theory]
    [InlineData(null, "text/html")]
    [InlineData("", "text/html")]
    [InlineData("*/*", "text/html")]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8", "text/html")]
    [InlineData("text/*", "text/html")]
    [InlineData("such nonsense;;q=", "text/html")]
    [InlineData("application/json", "application/json")]
    [InlineData("Application/JSON; charset=utf-8", "application/json")]
    [InlineData("application/*", "application/json")]
    [InlineData("text/html;q=0, */*", "application/json")]
    [InlineData("application/json;q=0.5, text/plain;q=0.9, */*;q=0.1", Plain)]
    [InlineData("text/*;q=0.3, application/x-ndjson;q=0.4", Lines)]
    [InlineData("*/*;q=0.1, text/plain", Plain)]
    [InlineData("text/event-stream", Sse)]
    [InlineData("image/png, text/event-stream;q=0.001", Sse)]
    public async Task Accept_chooses_what_a_run_looks_like(string? accept, string type)
    {
        var run = await app.RunToEnd(await app.Make("Chosen", [App.Template("a", "x")]));

        var answer = await client.Call($"GET /runs/{run}", null, accept is null ? [] : [("Accept", accept)]);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(type, answer.Response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(["Accept"], answer.Response.Headers.Vary.Except(["Accept-Encoding"]));
        Assert.Contains("no-store", answer.Header("Cache-Control"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/runs/{0}", "image/png", "text/html, application/json, text/event-stream, application/x-ndjson, text/plain")]
    [InlineData("/runs/{0}", "text/html;q=0", "text/html, application/json, text/event-stream, application/x-ndjson, text/plain")]
    [InlineData("/api/runs/{0}/events", "text/html", "application/json, text/event-stream, application/x-ndjson")]
    public async Task What_nobody_serves_is_406_and_a_sentence_that_says_what_there_is(string address, string accept, string offered)
    {
        var run = await app.RunToEnd(await app.Make("Refused", [App.Template("a", "x")]));

        var answer = await client.Call($"GET {string.Format(null, address, run)}", null, ("Accept", accept));

        Assert.Contains(offered, answer.Problem(406), StringComparison.Ordinal);
        Assert.Equal("Accept", answer.Header("Vary"));
    }

    [Fact]
    public async Task A_start_whose_answer_nobody_could_read_starts_nothing()
    {
        var workflow = await app.Make("Unread", [App.Template("a", "x")]);

        (await client.Call($"POST /api/workflows/{workflow}/runs", null, ("Accept", "image/png"))).Problem(406);

        Assert.Empty(app.Get<HtmxFlows.Runs.RunStore>().List(workflow, null, 0, 1));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData(Sse)]
    [InlineData(Lines)]
    [InlineData(Plain)]
    public async Task An_unknown_run_is_a_404_without_a_page_for_clients_that_accept_none(string accept) =>
        (await client.Call($"GET /runs/{Guid.Empty}", null, ("Accept", accept))).Problem(404);

    [Fact]
    public async Task The_page_and_the_API_give_the_same_state_and_the_same_events()
    {
        var run = await app.RunToEnd(await app.Make("Same", [App.Template("a", "x")]));

        Assert.Equal((await client.Call($"GET /api/runs/{run}")).Source, (await client.Call($"GET /runs/{run}", null, ("Accept", "application/json"))).Source);
        foreach (var accept in new[] { Sse, Lines })
            Assert.Equal((await client.Call($"GET /api/runs/{run}/events", null, ("Accept", accept))).Source, (await client.Call($"GET /runs/{run}", null, ("Accept", accept))).Source);
    }

    [Theory]
    [InlineData("/runs/{0}")]
    [InlineData("/api/runs/{0}/events")]
    public async Task The_event_stream_replays_continues_live_and_ends_with_the_run(string address)
    {
        await using var gated = await GatedRun();
        using var response = await Open(string.Format(null, address, gated.Run), Sse);
        await using var events = SseParser.Create(await response.Content.ReadAsStreamAsync(Cancellation), (_, bytes) => JsonElement.Parse(bytes)).EnumerateAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        List<SseItem<JsonElement>> seen = [];
        async Task<bool> Next()
        {
            var isOne = await events.MoveNextAsync().AsTask().Soon();
            if (isOne)
                seen.Add(events.Current);
            return isOne;
        }

        while (seen is not [.., var last] || last.Data.Text("event") != "node-started" || last.Data.Text("nodeId") != "call")
            Assert.True(await Next());
        gated.Open();
        while (await Next()) ;

        Assert.Equal((await client.Call($"GET /api/runs/{gated.Run}/events")).Source, $"[{string.Join(',', seen.Select(next => next.Data.GetRawText()))}]");
        Assert.All(seen, next => Assert.Equal(next.Data.Text("event"), next.EventType));
        Assert.Equal(seen.Select(next => next.Data.GetProperty("seq").GetRawText()), seen.Select(next => next.EventId));
        Assert.Equal("workflow-complete", seen[^1].EventType);
    }

    [Fact]
    public async Task The_lines_are_the_events_one_each_live()
    {
        await using var gated = await GatedRun();
        using var response = await Open($"/runs/{gated.Run}", Lines);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancellation));
        List<string> lines = [];

        while (lines is not [.., var last] || !last.Contains("\"nodeId\":\"call\"", StringComparison.Ordinal))
            lines.Add((await Line(reader))!);
        gated.Open();
        while (await Line(reader) is { } line)
            lines.Add(line);

        Assert.Equal((await client.Call($"GET /api/runs/{gated.Run}/events")).Source, $"[{string.Join(',', lines)}]");
    }

    [Fact]
    public async Task The_text_is_a_log_of_time_node_and_what_happened_live_and_its_last_line_says_how_it_ended()
    {
        await using var gated = await GatedRun();
        using var response = await Open($"/runs/{gated.Run}", Plain);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancellation));
        List<string> lines = [];

        while (lines is not [.., var last] || !last.EndsWith("Label of call         started", StringComparison.Ordinal))
            lines.Add((await Line(reader))!);
        gated.Open();
        while (await Line(reader) is { } line)
            lines.Add(line);

        Assert.Equal("text/plain; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.All(lines.SkipLast(1), line => Assert.Matches(@"^\d\d:\d\d:\d\d  ", line));
        Assert.Equal(
        [
            "prompt: a prompt",
            "Label of before       started",
            "Label of before       before",
            "Label of call         started",
        ],
        lines.Take(4).Select(line => line[10..].TrimStart()));
        Assert.Matches("^completed: 3 of 3 nodes, .+$", lines[^1]);
    }

    [Fact]
    public async Task The_last_line_of_the_text_is_friendly_to_scripts_however_the_run_ends()
    {
        var failed = await app.RunToEnd(await app.Make("Fails", [App.Template("a", "x"), App.Node("stop", "fail", new { message = "Out of cheese." })], "a→stop"));
        var cancelled = await app.Start(await app.Make("Cancelled", [App.Endless()]));
        await client.Call($"POST /api/runs/{cancelled}/cancellation");

        var log = await Text(failed);
        Assert.Matches("failed: .*Out of cheese", log[^2]);
        Assert.Matches("^failed: 1 of 2 nodes, 1 failed, ", log[^1]);
        Assert.Matches("^cancelled: 0 of 1 node, 1 cancelled, ", (await Text(cancelled))[^1]);
    }

    [Fact]
    public async Task What_a_node_gives_moves_no_cursor_and_forges_no_line()
    {
        const string Prompt = "\u001b[31mred\u0007\u0000\u007f\u009b2J\rcompleted: forged\ncompleted: forged\u0085completed: forged\u2028completed: forged\u202egnp.exe";
        var run = await app.RunToEnd(await app.Make("Escapes", [App.Node("a", "template", new { label = "two\nlines\u001b", template = "{{prompt}}" })]), Prompt);

        var log = await Text(run);

        Assert.DoesNotContain(string.Concat(log), char.IsControl);
        Assert.DoesNotContain('\u202e', string.Concat(log));
        Assert.Single(log, line => line.StartsWith("completed:", StringComparison.Ordinal));
        Assert.StartsWith("completed: 1 of 1 node,", log[^1], StringComparison.Ordinal);
        Assert.Equal(8, log.Count(line => line.TrimStart().StartsWith("completed: forged", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_large_output_of_nasty_letters_arrives_as_it_is()
    {
        const string Nasty = "\r\n\u0000\ufeffdata: x\rid: 7\n\nevent: done\r\r<b>\"ä𝄞\\";
        var prompt = string.Concat(Enumerable.Repeat(Nasty, 800));
        var run = await app.RunToEnd(await app.Make("Nasty", [App.Template("a", string.Concat(Enumerable.Repeat("{{prompt}}", 16)))]), prompt);

        using var response = await Open($"/runs/{run}", Sse);
        var events = await SseParser.Create(await response.Content.ReadAsStreamAsync(Cancellation), (_, bytes) => JsonElement.Parse(bytes)).EnumerateAsync(Cancellation).ToListAsync(Cancellation);

        Assert.Equal(["workflow-started", "node-started", "node-completed", "workflow-complete"], events.Select(next => next.EventType));
        Assert.Equal(prompt, events[0].Data.Text("prompt"));
        Assert.Equal(string.Concat(Enumerable.Repeat(prompt, 16)), events[2].Data.Text("output"));
        Assert.Equal(events[2].Data.Text("output"), (await client.Call($"GET /api/runs/{run}")).Json().Text("result"));
    }

    [Theory, MemberData(nameof(Streams))]
    public async Task A_cursor_gets_what_follows_it_and_204_when_nothing_will(string accept)
    {
        var run = await app.RunToEnd(await app.Make("Cursor", [App.Template("a", "x"), App.Template("b", "y")], "a→b"));
        var end = accept == Sse ? "\n\n" : "\n";
        var whole = (await client.Call($"GET /runs/{run}", null, ("Accept", accept))).Source.Split(end, StringSplitOptions.RemoveEmptyEntries);

        for (var seen = 0; seen <= 6; seen++)
            foreach (var (address, headers) in Cursors(run, seen, accept))
            {
                var answer = await client.Call($"GET {address}", null, [("Accept", accept), .. headers]);

                Assert.Equal(seen < 6 ? HttpStatusCode.OK : HttpStatusCode.NoContent, answer.Status);
                Assert.Equal(seen < 6 ? whole.Skip(seen) : [], answer.Source.Split(end, StringSplitOptions.RemoveEmptyEntries));
            }
    }

    [Theory]
    [InlineData("/runs/{0}?after=abc")]
    [InlineData("/api/runs/{0}/events?after=1x")]
    public async Task A_cursor_that_is_no_number_is_400(string address)
    {
        var run = await app.RunToEnd(await app.Make("Nonsense", [App.Template("a", "x")]));

        (await client.Call($"GET {string.Format(null, address, run)}", null, ("Accept", Sse))).Problem(400);
    }

    [Theory, MemberData(nameof(Streams))]
    public async Task A_stream_with_nothing_new_begins_at_once_and_is_not_held_back_by_anything(string accept)
    {
        var run = await app.Start(await app.Make("Quiet", [App.Endless()]));
        await Eventually.Equal("waiting", async () => (await client.Call($"GET /api/runs/{run}")).Json().Text("status"));

        using var response = await client.Stream(ApiCalls.Request($"GET /runs/{run}?after=3", null, ("Accept", accept), ("Accept-Encoding", "gzip, br")));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(["identity"], response.Content.Headers.ContentEncoding);
        Assert.Equal("no", Assert.Single(response.Headers.GetValues("X-Accel-Buffering")));
        Assert.Equal(["no-store", "no-transform"], response.Headers.GetValues("Cache-Control").SelectMany(value => value.Split(", ")).Order());
    }

    [Fact]
    public async Task A_heartbeat_shows_that_a_stream_lives_and_is_no_event()
    {
        var run = await app.Start(await app.Make("Beating", [App.Endless()]));
        await Eventually.Equal("waiting", async () => (await client.Call($"GET /api/runs/{run}")).Json().Text("status"));
        using var response = await Open($"/runs/{run}", Sse);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancellation));
        while (!(await Line(reader))!.Contains("node-waiting", StringComparison.Ordinal) || await Line(reader) is null || await Line(reader) is null) ;
        using var watch = app.Get<RunFeeds>().Open(run)!;

        watch.Feed.Beat();

        Assert.Equal(":", await Line(reader));
    }

    [Fact]
    public async Task A_HEAD_of_a_stream_does_not_wait_for_the_end_of_the_run()
    {
        var run = await app.Start(await app.Make("Head", [App.Endless()]));

        // A second answer on the same connection shows that the first is over.
        for (var time = 0; time < 2; time++)
        {
            var answer = await client.Call($"HEAD /runs/{run}", null, ("Accept", Sse)).Soon();
            Assert.Equal((HttpStatusCode.OK, Sse), (answer.Status, answer.Header("Content-Type")));
        }
        await Eventually.Equal(0, () =>
        {
            using var watch = app.Get<RunFeeds>().Open(run)!;
            return Task.FromResult(watch.Feed.Viewers - 1);
        });
    }

    public void Dispose() => client.Dispose();

    static IEnumerable<(string Address, (string, string)[] Headers)> Cursors(Guid run, int seen, string accept)
    {
        var number = seen.ToString(CultureInfo.InvariantCulture);
        yield return ($"/runs/{run}?after={number}", []);
        if (accept != Plain)
            yield return ($"/api/runs/{run}/events?after={number}", []);
        yield return ($"/runs/{run}?after=0", [("Last-Event-ID", number)]);
    }

    async Task<string[]> Text(Guid run) =>
        Encoding.UTF8.GetString((await client.Call($"GET /runs/{run}", null, ("Accept", Plain))).Body).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    Task<HttpResponseMessage> Open(string address, string accept) => client.Stream(ApiCalls.Request($"GET {address}", null, ("Accept", accept)));

    static Task<string?> Line(StreamReader reader) => reader.ReadLineAsync(Cancellation).AsTask().Soon();

    /// <summary>A run that waits in the middle of a call until the gate is opened.</summary>
    async Task<Gated> GatedRun()
    {
        var gate = new TaskCompletionSource();
        var peer = await HttpPeer.Start(async http =>
        {
            await gate.Task;
            await http.Response.WriteAsync("the answer");
        });
        var workflow = await app.Make("Gate",
            [App.Template("before", "before"), App.Node("call", "http", new { label = "Label of call", url = peer.Url.ToString() }), App.Template("after", "{{call.body}}")],
            "before→call", "call→after");
        return new(await app.Start(workflow, "a prompt"), gate, peer);
    }

    sealed record Gated(Guid Run, TaskCompletionSource Gate, HttpPeer Peer) : IAsyncDisposable
    {
        public void Open() => Gate.SetResult();

        public async ValueTask DisposeAsync()
        {
            Gate.TrySetResult();
            await Peer.DisposeAsync();
        }
    }
}
