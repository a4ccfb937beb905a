using System.Globalization;
using System.Net;
using HtmxFlows.Live;
using HtmxFlows.Tests.Outbound;
using HtmxFlows.Tests.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace HtmxFlows.Tests.Live;

public sealed class RunEventsTests(App app)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_stream_is_sent_so_that_nothing_on_the_way_holds_it_back()
    {
        using var visitor = app.Visit();
        var run = await app.Start(await app.Make("Headers", [App.Endless()]));

        using var response = await Connect(visitor, run, request => request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip, br, deflate"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(["no-store", "no-transform"], response.Headers.GetValues("Cache-Control").SelectMany(value => value.Split(", ")).Order());
        Assert.Equal("no", Assert.Single(response.Headers.GetValues("X-Accel-Buffering")));
        Assert.Equal(["identity"], response.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task The_first_bytes_come_at_once_even_if_the_run_has_nothing_to_say()
    {
        using var visitor = app.Visit();
        var run = await app.Start(await app.Make("Silent", [App.Endless()]));
        var page = await visitor.Open($"/runs/{run}");

        using var response = await visitor.Stream(new(HttpMethod.Get, page.One("[sse-connect]").GetAttribute("sse-connect")));
        var first = new byte[64];
        var read = await (await response.Content.ReadAsStreamAsync(Cancellation)).ReadAsync(first, Cancellation).AsTask().Soon();

        Assert.Matches("^retry: [0-9]{4}\n\n", System.Text.Encoding.UTF8.GetString(first, 0, read));
    }

    [Fact]
    public async Task Ids_are_the_numbers_of_the_journal_and_a_cursor_gets_exactly_what_follows_it()
    {
        using var visitor = app.Visit();
        var run = await FinishedRun();
        var names = (await visitor.Open($"/runs/{run}")).All("#log > li").Select(entry => entry.ClassList.Single(name => name.Contains('-', StringComparison.Ordinal))).ToArray();

        for (var seen = 0; seen <= names.Length; seen++)
        {
            var events = await ReadToEnd(visitor, run, lastEventId: seen);
            var entries = events.Where(next => !next.IsView).ToArray();

            Assert.Equal(names.Skip(seen), entries.Select(next => next.Name));
            Assert.Equal(Enumerable.Range(seen + 1, names.Length - seen).Select(Text), entries.Select(next => next.Id));
            Assert.Equal("done", events[^1].Name);
            Assert.NotEmpty(events[^1].Data);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("-1")]
    [InlineData("999999")]
    [InlineData("99999999999999999999999")]
    public async Task A_cursor_that_makes_no_sense_gets_a_snapshot(string lastEventId)
    {
        using var visitor = app.Visit();
        var run = await FinishedRun();

        using var response = await Connect(visitor, run, request => request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId));
        using var reader = new SseReader(await response.Content.ReadAsStreamAsync(Cancellation));

        Assert.Equal(["picture", "snapshot", "timeline", "panel", "done"], (await reader.ToEnd(Cancellation)).Select(next => next.Name));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("?after=1", true)]
    [InlineData("?after=x", true)]
    [InlineData("?after={0}", false)]
    public async Task Without_a_cursor_a_snapshot_comes_unless_the_page_is_still_exact(string query, bool isSnapshot)
    {
        using var visitor = app.Visit();
        var run = await FinishedRun();
        var last = (await visitor.Open($"/runs/{run}")).All("#log > li").Count;

        using var response = await visitor.Stream(new(HttpMethod.Get, $"/runs/{run}/events{string.Format(CultureInfo.InvariantCulture, query, last)}"));
        using var reader = new SseReader(await response.Content.ReadAsStreamAsync(Cancellation));
        var events = await reader.ToEnd(Cancellation);

        Assert.Equal(isSnapshot, events.Any(next => next.Name == "snapshot"));
        if (isSnapshot)
            Assert.Equal(Text(last), events.Single(next => next.Name == "snapshot").Id);
        Assert.DoesNotContain(events, next => next.Name.StartsWith("node-", StringComparison.Ordinal));
        Assert.Equal("done", events[^1].Name);
    }

    [Fact]
    public async Task A_run_that_nobody_knows_is_a_stream_that_says_so_and_ends()
    {
        using var visitor = app.Visit();

        using var response = await Connect(visitor, Guid.Empty);
        using var reader = new SseReader(await response.Content.ReadAsStreamAsync(Cancellation));
        var events = await reader.ToEnd(Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.ToString());
        Assert.Equal(["missing", "done"], events.Select(next => next.Name));
        Assert.Contains("does not exist", events[0].Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_every_prefix_the_rest_of_the_stream_makes_what_a_fresh_page_shows()
    {
        using var visitor = app.Visit();
        foreach (var run in new[] { await FinishedRun(), await FailedRun(), await CancelledRun(), await ItemsRun() })
        {
            var fresh = await visitor.Open($"/runs/{run}");
            var all = await ReadToEnd(visitor, run, lastEventId: 0);
            for (var seen = 0; seen <= fresh.All("#log > li").Count; seen++)
            {
                var live = LivePage.Before(fresh);
                live.Apply(all.Where(next => next.Name is not ("panel" or "timeline")).Take(seen));
                live.Apply(await ReadToEnd(visitor, run, lastEventId: seen));

                Assert.Equal(LivePage.Of(fresh).Html, live.Html);
            }
            var stale = LivePage.Before(fresh);
            stale.Apply(await ReadToEnd(visitor, run, lastEventId: null));
            Assert.Equal(LivePage.Of(fresh).Html, stale.Html);
        }
    }

    [Fact]
    public async Task A_snapshot_updates_everything_on_the_page_during_the_run()
    {
        using var visitor = app.Visit();
        var run = await app.Start(await app.Make("Paused", [App.Template("a", "x"), App.Endless("b")], "a→b"));
        await Eventually.True(async () => (await visitor.Open($"/runs/{run}")).One("#panel [role=status] [data-status]").GetAttribute("data-status") == "waiting");
        var fresh = await visitor.Open($"/runs/{run}");

        using var response = await Connect(visitor, run);
        using var reader = new SseReader(await response.Content.ReadAsStreamAsync(Cancellation));
        var live = LivePage.Before(fresh);
        SseEvent next;
        do
            live.Apply([next = (await reader.Next(Cancellation).Soon())!]);
        while (next.Name != "panel");

        Assert.Equal(LivePage.Of(fresh).Html, live.Html);
    }

    [Fact]
    public async Task A_reconnecting_client_gets_the_summary_although_nothing_has_happened()
    {
        using var visitor = app.Visit();
        var run = await app.Start(await app.Make("Broken off", [App.Endless()]));
        await Eventually.True(async () => (await visitor.Open($"/runs/{run}")).One("#panel [role=status] [data-status]").GetAttribute("data-status") == "waiting");
        var fresh = await visitor.Open($"/runs/{run}");
        var live = LivePage.Before(fresh);
        live.Apply((await ReadTo(visitor, run, null, "panel")).Where(next => next.Name is "picture" or "snapshot"));

        live.Apply(await ReadTo(visitor, run, fresh.All("#log > li").Count, "timeline"));

        Assert.Equal(LivePage.Of(fresh).Html, live.Html);
    }

    [Fact]
    public async Task What_is_large_comes_in_pieces_and_its_number_with_the_last()
    {
        using var visitor = app.Visit();
        var run = await app.RunToEnd(await app.Make("Pieces", [.. Enumerable.Range(0, 110).Select(number => App.Template($"n{number}", "x"))]));
        var fresh = await visitor.Open($"/runs/{run}");
        var before = LivePage.Before(fresh);

        var events = await ReadToEnd(visitor, run, lastEventId: null);

        Assert.Equal(["picture", "picture", "picture", "snapshot", "entries", "entries", "timeline", "panel", "done"], events.Select(next => next.Name));
        Assert.Equal(["", "222"], events.Skip(4).Take(2).Select(next => next.Id));
        before.Apply(events);
        Assert.Equal(LivePage.Of(fresh).Html, before.Html);
    }

    [Fact]
    public async Task A_page_that_was_opened_in_the_middle_of_a_run_becomes_what_a_fresh_one_shows()
    {
        using var visitor = app.Visit();
        var gate = new TaskCompletionSource();
        await using var peer = await HttpPeer.Start(async http =>
        {
            await gate.Task;
            await http.Response.WriteAsync("the answer");
        });
        var workflow = await app.Make("Gate",
            [App.Template("before", "x"), App.Node("call", "http", new { url = peer.Url.ToString() }), App.Template("after", "{{call.body}}")], "before→call", "call→after");
        var run = await app.Start(workflow);
        await Eventually.True(() => Task.FromResult(peer.Requests.Count == 1));
        var page = await visitor.Open($"/runs/{run}");
        using var response = await visitor.Stream(new(HttpMethod.Get, page.One("[sse-connect]").GetAttribute("sse-connect")));
        using var reader = new SseReader(await response.Content.ReadAsStreamAsync(Cancellation));

        gate.SetResult();
        var events = await reader.ToEnd(Cancellation).Soon();

        var live = LivePage.Of(page);
        live.Apply(events);
        Assert.Equal("running", page.One("#status-call").GetAttribute("data-status"));
        Assert.Equal(LivePage.Of(await visitor.Open($"/runs/{run}")).Html, live.Html);
        Assert.Equal(["workflow-complete", "timeline", "panel", "done"], events.Select(next => next.Name).TakeLast(4));
        Assert.DoesNotContain(events, next => next.Name == "snapshot");
        Assert.All(events.Where(next => next.Name == "panel"), next => Assert.DoesNotContain("<table", next.Data, StringComparison.Ordinal));
    }

    [Fact]
    public async Task When_a_run_goes_quiet_its_page_becomes_what_a_fresh_one_shows_the_timeline_too()
    {
        using var visitor = app.Visit();
        var gate = new TaskCompletionSource();
        await using var peer = await HttpPeer.Start(async http =>
        {
            await gate.Task;
            await http.Response.WriteAsync("the answer");
        });
        var run = await app.Start(await app.Make("Quiet",
            [App.Node("call", "http", new { url = peer.Url.ToString() }), App.Node("soon", "wait", new { seconds = "0.2" }), App.Endless("rest")], "call→soon", "soon→rest"));
        await Eventually.True(() => Task.FromResult(peer.Requests.Count == 1));
        var page = await visitor.Open($"/runs/{run}");
        using var response = await visitor.Stream(new(HttpMethod.Get, page.One("[sse-connect]").GetAttribute("sse-connect")));
        using var reader = new SseReader(await response.Content.ReadAsStreamAsync(Cancellation));

        gate.SetResult();
        await Eventually.True(async () => (await visitor.Open($"/runs/{run}")).One("#status-rest").GetAttribute("data-status") == "waiting");

        var (live, fresh) = (LivePage.Of(page), LivePage.Of(await visitor.Open($"/runs/{run}")).Html);
        while (live.Html != fresh)
            live.Apply([(await reader.Next(Cancellation).Soon())!]);
    }

    [Fact]
    public async Task All_viewers_of_a_run_get_the_same_frames()
    {
        using var visitor = app.Visit();
        var run = await app.Start(await app.Make("Shared", [App.Endless()]));
        var streams = new List<HttpResponseMessage>();
        for (var viewer = 0; viewer < 5; viewer++)
            streams.Add(await Connect(visitor, run, request => request.Headers.Add("Last-Event-ID", "0")));

        await visitor.Submit((await visitor.Open($"/runs/{run}")).Form("/cancellation"));
        var texts = await Task.WhenAll(streams.Select(stream => stream.Content.ReadAsStringAsync(Cancellation)));

        var frames = texts.Select(Frames).ToArray();
        Assert.All(frames, made => Assert.Equal(frames[0], made));
        Assert.Equal(4, frames[0].Count);
        streams.ForEach(stream => stream.Dispose());
    }

    [Fact]
    public async Task Line_ends_and_field_names_in_an_output_make_no_events()
    {
        using var visitor = app.Visit();
        const string Prompt = "one\rtwo\r\nthree\n\nevent: done\ndata: x\rid: 99\r\rdata: y";
        var run = await app.RunToEnd(await app.Make("Bytes", [App.Template("a", "{{prompt}}")]), Prompt);

        var events = await ReadToEnd(visitor, run, lastEventId: 0);

        Assert.Equal(["workflow-started", "node-started", "node-completed", "workflow-complete", "timeline", "panel", "done"], events.Select(next => next.Name));
        var live = LivePage.Before(await visitor.Open($"/runs/{run}"));
        live.Apply(events);
        Assert.Contains("data: x", live.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopping_the_server_ends_its_streams()
    {
        await using var own = new App();
        using var visitor = own.Visit();
        var run = await own.Start(await own.Make("Open", [App.Endless()]));
        using var events = await Connect(visitor, run);
        using var log = await visitor.Stream(new(HttpMethod.Get, $"/runs/{run}/log"));
        var ends = Task.WhenAll(events.Content.ReadAsStringAsync(Cancellation), log.Content.ReadAsStringAsync(Cancellation));

        own.Get<IHostApplicationLifetime>().StopApplication();

        // Sooner than the next heartbeat would have woken them.
        var texts = await ends.WaitAsync(RunFeeds.Heartbeat / 2, Cancellation);
        Assert.DoesNotContain("event: done", texts[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_viewer_that_has_left_is_forgotten()
    {
        using var visitor = app.Visit();
        var run = await app.Start(await app.Make("Left", [App.Endless()]));
        var feeds = app.Get<RunFeeds>();
        using (await Connect(visitor, run))
        using (await visitor.Stream(new(HttpMethod.Get, $"/runs/{run}/log")))
            Assert.Equal(2, Others());

        await Eventually.True(() =>
        {
            feeds.WakeAll();
            return Task.FromResult(Others() == 0);
        });

        int Others()
        {
            using var watch = feeds.Open(run)!;
            return watch.Feed.Viewers - 1;
        }
    }

    [Fact]
    public async Task A_viewer_behind_the_ring_is_served_from_the_journal()
    {
        using var visitor = app.Visit();
        var nodes = Enumerable.Range(0, RunFeed.RingSize / 2 + 20).Select(number => App.Template($"n{number}", "x")).ToArray();
        var run = await app.RunToEnd(await app.Make("Many", nodes));

        var entries = (await ReadToEnd(visitor, run, lastEventId: 3)).Where(next => !next.IsView).ToArray();

        Assert.Equal(Enumerable.Range(4, nodes.Length * 2 + 2 - 3).Select(Text), entries.Select(next => next.Id));
    }

    Task<Guid> FinishedRun() => Run("Finished",
        [
            App.Node("choose", "branch", new { label = "Choose", conditions = new[] { new { left = "{{prompt}}", @operator = "is-not-empty", right = "" } } }),
            App.Template("yes", "**{{prompt}}**", markdown: true), App.Template("no", "no"),
            App.Node("json", "compute", new { sql = "SELECT 1 AS one, '<b>' AS mark" }),
        ],
        "choose.true→yes", "choose.false→no", "yes→json");

    /// <summary>A run whose node journals its items.</summary>
    async Task<Guid> ItemsRun() => await app.RunToEnd(await app.Make("Items", [
        App.Node("count", "store", new { operation = "increment", collection = "live", key = "items", settings = new { each = new { items = new[] { 1, 2, 3 } } }, value = "{{item}}" }), App.Template("after", "x")], "count→after"));

    Task<Guid> FailedRun() => Run("Failed",
        [App.Template("a", "x"), App.Endless("side"), App.Node("stop", "fail", new { message = "No.", settings = new { retries = 1, delay = 0 } }), App.Template("never", "x")],
        "a→stop", "stop→never");

    async Task<Guid> CancelledRun()
    {
        using var visitor = app.Visit();
        var run = await app.Start(await app.Make("Cancelled", [App.Endless("a"), App.Endless("b"), App.Template("c", "x")], "a→c"), "<p>");
        await visitor.Submit((await visitor.Open($"/runs/{run}")).Form("/cancellation"));
        return run;
    }

    async Task<Guid> Run(string name, string[] nodes, params string[] edges) => await app.RunToEnd(await app.Make(name, nodes, edges), "a prompt\rwith <marks>");

    static Task<HttpResponseMessage> Connect(Visitor visitor, Guid run, Action<HttpRequestMessage>? change = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/runs/{run}/events");
        change?.Invoke(request);
        return visitor.Stream(request);
    }

    static async Task<IReadOnlyList<SseEvent>> ReadTo(Visitor visitor, Guid run, int? lastEventId, string name)
    {
        using var response = await Connect(visitor, run, request => request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId is { } seen ? Text(seen) : null));
        using var reader = new SseReader(await response.Content.ReadAsStreamAsync(Cancellation));
        List<SseEvent> events = [];
        do
            events.Add((await reader.Next(Cancellation).Soon())!);
        while (events[^1].Name != name);
        return events;
    }

    static async Task<IReadOnlyList<SseEvent>> ReadToEnd(Visitor visitor, Guid run, long? lastEventId)
    {
        using var response = await Connect(visitor, run, request =>
        {
            if (lastEventId is { } seen)
                request.Headers.Add("Last-Event-ID", seen.ToString(CultureInfo.InvariantCulture));
        });
        using var reader = new SseReader(await response.Content.ReadAsStreamAsync(Cancellation));
        return await reader.ToEnd(Cancellation).Soon();
    }

    /// <summary>The frames of journaled events, as they were on the wire.</summary>
    static IReadOnlyList<string> Frames(string stream) =>
        [.. stream.Split("\n\n").Where(frame => frame.StartsWith("id: ", StringComparison.Ordinal))];

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
