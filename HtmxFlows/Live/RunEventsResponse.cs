using System.Globalization;
using HtmxFlows.Web;

namespace HtmxFlows.Live;

/// <summary>
/// <c>GET /runs/{id}/events</c>: the run as named events with HTML fragments. The answer is 200 <c>text/event-stream</c> whatever
/// happens, since htmx keeps reconnecting after anything else.
/// </summary>
public sealed class RunEventsResponse(RunFeeds feeds, RunFrames frames, StreamSlots seats, StreamResponses responses, TimeProvider time)
{
    // A stream is ended now and then, so that proxies and servers can be exchanged under it; the jitter keeps the returns apart.
    static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(10);

    // A stream without a seat reconnects automatically after this time.
    static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(2);

    /// <summary>A page bears so many entries at once; if it is further behind, and says <c>brief=true</c>, it gets the end of the log in their place, and the whole log when it can keep up again.</summary>
    const int MostAtOnce = 40;

    // In a burst a page is given a look as often as it can be drawn and read.
    static readonly TimeSpan BetweenGlimpses = TimeSpan.FromMilliseconds(500);

    // Longer than a browser takes to put one in and to draw it, or it would read several at once.
    static readonly TimeSpan BetweenPieces = TimeSpan.FromMilliseconds(100);

    public async Task Serve(HttpContext http, Guid run)
    {
        using var seat = seats.Take(http.Request);
        // At once, and not only when the next event shows that nobody reads: the browser may be on its way to another live page.
        await using var left = http.RequestAborted.Register(() => seat?.Dispose());
        var response = responses.Begin(http, "text/event-stream");
        await response.Write(SseFormat.Retry(seat is null ? PollEvery : TimeSpan.FromMilliseconds(Random.Shared.Next(1000, 3000))));
        using var watch = feeds.Open(run);
        if (watch is null)
        {
            await response.Write(SseFormat.Event("missing", "<p>This run does not exist.</p>"));
            await response.Write(RunFrames.Done);
            return;
        }
        await Follow(http, response, watch.Feed, stays: seat is not null);
    }

    async Task Follow(HttpContext http, StreamResponse response, RunFeed feed, bool stays)
    {
        var (begun, life) = (time.GetTimestamp(), LongestLife * (0.9 + Random.Shared.NextDouble() / 5));
        // A page that does not say what it has seen was just loaded, or gets a snapshot: its timeline is that of now.
        int? redrawn = Number(http.Request.Headers["Last-Event-ID"]) is null ? feed.TimelineVersion : null;
        var cursor = Cursor(http.Request, feed);
        var isBrief = http.Request.Query["brief"] == "true";
        // None at first: a stream that begins lives, and the page may have been without one for long.
        int? beats = null, progressed = null;
        var showedTail = false;
        // The signal first, and then the look at what there is to do: whatever happens in between ends the wait.
        for (var changed = feed.Changed; response.IsOpen && time.GetElapsedTime(begun) < life; changed = feed.Changed)
        {
            var isBurst = isBrief && feed.Last - cursor > MostAtOnce;
            // Without a seat there is no later look.
            var batch = isBurst && stays ? feed.Tail() : cursor is not { } seq || isBurst || showedTail ? feed.Snapshot() : feed.After(seq);
            showedTail = isBurst;
            if (!feed.IsFinished && beats != (beats = feed.Heartbeats))
                await response.Write(await frames.Heartbeat);
            if (batch is not null)
            {
                var given = await batch;
                await Give(response, given);
                cursor = given.Last;
                if (given.IsEnd)
                    return;
            }
            // A stream may have broken off between an entry and what sums it up, and the next entry may be a year away.
            if (batch is null && stays && redrawn is null)
                await response.Write(await feed.Panel());
            // After the entries, for it tells of them.
            if ((stays || batch is not null) && redrawn != (redrawn = feed.TimelineVersion))
                await response.Write(await feed.Timeline());
            // Without a seat that is all, however busy the run is.
            if (!stays || !response.IsOpen)
                return;
            if (batch is not null && isBurst && !feed.IsFinished)
                await Task.Delay(BetweenGlimpses, time);
            else if (batch is not null)
                continue;
            // Which may be what a node's progress follows.
            else if (progressed != (progressed = feed.Progressed) && feed.Progress() is { } progress)
                await response.Write(await progress);
            else
                await changed;
        }
    }

    async Task Give(StreamResponse response, Batch batch)
    {
        foreach (var (index, piece) in batch.Pieces.Index().TakeWhile(_ => response.IsOpen))
        {
            if (index > 0)
                await Task.Delay(BetweenPieces, time);
            await response.Write(piece);
        }
        await response.Write(batch.Bytes);
    }

    /// <summary>Where the viewer stands: what it says it has seen last, or what its page showed if that is still all; null asks for a snapshot.</summary>
    static long? Cursor(HttpRequest request, RunFeed feed)
    {
        var known = Number(request.Headers["Last-Event-ID"]);
        if (known is null && Number(request.Query["after"]) is { } shown && shown == feed.Last)
            known = shown;
        return known is >= 0 && known <= feed.Last ? known : null;
    }

    static long? Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
