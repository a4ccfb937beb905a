using System.Globalization;
using System.Net;
using System.Net.ServerSentEvents;
using HtmxFlows.Live;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Live;

/// <summary>Connections that break at any byte: no event is missing, none comes twice, and at the end there is what a fresh load shows.</summary>
[Slow]
public sealed class ChaosTests(App app) : IDisposable
{
    const int Cuts = 1000, Viewers = 16, Ticks = 24;

    // A snapshot must have a chance to come through; JSON comes event by event.
    const int LongestOfHtml = 64 * 1024, LongestOfJson = 4 * 1024;

    readonly Visitor visitor = app.Visit();
    readonly int seed = Random.Shared.Next();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public Task A_page_whose_stream_was_cut_a_thousand_times_is_what_a_fresh_load_shows() => Survive(LongestOfHtml, async (http, run) =>
    {
        var page = await visitor.Open($"/runs/{run}");
        // The page of a run that has ended has no stream, but a client that saw nothing of it gets everything.
        var stream = page.All("[sse-connect]").SingleOrDefault()?.GetAttribute("sse-connect");
        var (live, seen, cursor) = stream is null ? (LivePage.Before(page), 0, "0") : (LivePage.Of(page), Number(page.One("#panel [name=seq]").GetAttribute("value")!), "");
        var isDone = false;
        while (!isDone)
            await Follow(http, stream ?? $"/runs/{run}/events", cursor, async response =>
            {
                using var reader = new SseReader(await response.Content.ReadAsStreamAsync(Cancellation));
                try
                {
                    while (await reader.Next(Cancellation) is { } next)
                        Take(next);
                }
                finally
                {
                    cursor = reader.LastEventId.Length > 0 ? reader.LastEventId : cursor;
                }
            });

        Assert.Equal(LivePage.Of(await visitor.Open($"/runs/{run}")).Html, live.Html);

        void Take(SseEvent next)
        {
            isDone |= next.Name == "done";
            live.Apply([next]);
            // A snapshot without a number is the end of the log alone, and one of the whole log follows.
            if (next.IsView || next is { Name: "snapshot", Id: "" })
                return;
            Assert.True(next.Name == "snapshot" ? Number(next.Id) >= seen : Number(next.Id) == seen + 1, $"After {seen} came {next.Name} {next.Id}.");
            seen = Number(next.Id);
        }
    });

    [Fact]
    public Task A_stream_of_JSON_that_was_cut_a_thousand_times_is_the_journal() => Survive(LongestOfJson, async (http, run) =>
    {
        var (seen, cursor, isDone) = (new List<string>(), "", false);
        while (!isDone)
            await Follow(http, $"/api/runs/{run}/events", cursor, async response =>
            {
                isDone = response.StatusCode == HttpStatusCode.NoContent;
                await foreach (var next in SseParser.Create(await response.Content.ReadAsStreamAsync(Cancellation)).EnumerateAsync(Cancellation))
                {
                    seen.Add(next.Data);
                    // Not the parser's LastEventId, which may be that of an event whose end was cut off.
                    cursor = next.EventId!;
                }
            });

        Assert.Equal((await visitor.Open($"/api/runs/{run}/events")).Source, $"[{string.Join(',', seen)}]");
    });

    public void Dispose() => visitor.Dispose();

    /// <summary>Has viewers follow runs, one after another, each from its beginning to its end, until there were enough cuts.</summary>
    async Task Survive(int longest, Func<HttpClient, Guid, Task> follow)
    {
        TestContext.Current.TestOutputHelper!.WriteLine($"The seed is {seed}.");
        await using var relay = ChaosRelay.To(app.ClientOptions.BaseAddress, Cuts, longest, seed);
        using var http = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero, UseProxy = false }) { BaseAddress = relay.Address };
        var ticking = await app.Make("Ticking",
            [.. Enumerable.Range(1, Ticks).Select(tick => App.Node($"t{tick}", "wait", new { label = $"Täck {tick} 漢😀", seconds = "0.02" }))],
            [.. Enumerable.Range(2, Ticks - 1).Select(tick => $"t{tick - 1}→t{tick}")]);
        while (relay.Cuts < Cuts)
        {
            var run = await app.Start(ticking);
            // A viewer with a stable connection, so that the others share its feed.
            using var watch = app.Get<RunFeeds>().Open(run);
            await Task.WhenAll(Enumerable.Range(0, Viewers).Select(_ => follow(http, run))).Soon();
        }
    }

    /// <summary>Reads an answer up to its end, or to a cut.</summary>
    static async Task Follow(HttpClient http, string address, string lastEventId, Func<HttpResponseMessage, Task> read)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Accept = { new("text/event-stream") } } };
        if (lastEventId.Length > 0)
            request.Headers.Add("Last-Event-ID", lastEventId);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancellation);
            await read(response);
        }
        catch (Exception cut) when (cut is HttpRequestException or IOException)
        {
            // Which is what this is about.
        }
    }

    static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
