using HtmxFlows.Runs;
using HtmxFlows.Tests.Api;
using HtmxFlows.Tests.Outbound;
using HtmxFlows.Tests.Runs;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Live;

public sealed class ProgressTests(App app)
{
    [Fact]
    public async Task A_loop_shows_how_far_it_has_come_live_and_on_a_fresh_page()
    {
        using var visitor = app.Visit();
        await app.Make("Progress part", [App.Node("pause", "wait", new { seconds = "{{prompt}}" })]);
        var run = await app.Start(await app.Make("Progress", [App.Node("each", "for-each", new { items = new[] { 0, 0, 31536000 }, workflow = "Progress part", together = 3 })]));
        using var response = await visitor.Stream(new(HttpMethod.Get, $"/runs/{run}/events"));
        using var reader = new SseReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        while (true)
        {
            var next = await reader.Next(TestContext.Current.CancellationToken).Soon();
            Assert.True(next is not null, string.Join("\n", app.Get<Journal>().Read(run)));
            if (next.Data.Contains("running, 2 of 3", StringComparison.Ordinal))
                break;
        }

        var page = await visitor.Open($"/runs/{run}");
        Assert.EndsWith(" · running, 2 of 3", page.One("#node-each .kind").Words(), StringComparison.Ordinal);
        // A run that other runs work for does not wait for anyone outside.
        Assert.Equal("running", page.One("#panel [role=status] [data-status]").GetAttribute("data-status"));
        Assert.Equal("0 of 1 node", page.One("#panel [role=status] span:last-child").Words());
        var called = app.Get<Journal>().Read(run).OfType<NodeWaiting>().Single().Calls!.Runs[2].Run;
        await app.Get<RunSupervisor>().Cancel(called).Soon();
        await app.End(run);
        Assert.EndsWith(" · failed", (await visitor.Open($"/runs/{run}")).One("#node-each .kind").Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Items_that_call_out_show_their_progress_live_on_a_fresh_page_and_in_the_API()
    {
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var peer = await HttpPeer.Start(http => http.Request.QueryString.Value == "?2" ? open.Task : Task.CompletedTask);
        using var visitor = app.Visit();
        var run = await app.Start(await app.Make("Items", [App.Node("call", "http", new { url = $"{peer.Url}?{{{{item}}}}", settings = new { each = new { items = new[] { 0, 1, 2 }, parallel = 1 } } })]));
        var opened = await visitor.Open($"/runs/{run}");
        var live = LivePage.Of(opened);
        using var response = await visitor.Stream(new(HttpMethod.Get, opened.One("[sse-connect]").GetAttribute("sse-connect")));
        using var reader = new SseReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        while (true)
        {
            var next = await reader.Next(TestContext.Current.CancellationToken).Soon();
            Assert.True(next is not null, string.Join("\n", app.Get<Journal>().Read(run)));
            live.Apply([next]);
            if (next.Data.Contains("running, 2 of 3", StringComparison.Ordinal))
                break;
        }

        var page = await visitor.Open($"/runs/{run}");
        Assert.EndsWith(" · running, 2 of 3", page.One("#node-call .kind").Words(), StringComparison.Ordinal);
        while (live.Html != LivePage.Of(page).Html)
            live.Apply([(await reader.Next(TestContext.Current.CancellationToken).Soon())!]);
        Assert.EndsWith("call finished item 2 (2 of 3)", page.One("#log").Words(), StringComparison.Ordinal);
        var state = (await visitor.Call($"GET /api/runs/{run}")).Json();
        Assert.Equal("""{"done":2,"total":3}""", state.GetProperty("nodes")[0].GetProperty("items").GetRawText());
        using var events = new HttpRequestMessage(HttpMethod.Get, $"/api/runs/{run}/events");
        events.Headers.Accept.ParseAdd("application/x-ndjson");
        using var lines = new StreamReader(await (await visitor.Stream(events)).Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        string? line;
        do
            line = await lines.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().Soon();
        while (line?.Contains("node-progress", StringComparison.Ordinal) == false);
        Assert.Equal("""{"event":"node-progress","nodeId":"call","done":2,"total":3}""", line!.Trim());

        open.SetResult();
        await app.End(run);
        page = await visitor.Open($"/runs/{run}");
        Assert.EndsWith(" · completed", page.One("#node-call .kind").Words(), StringComparison.Ordinal);
        Assert.Contains("3 items", page.One("#log").Words(), StringComparison.Ordinal);
    }
}
