using System.Globalization;
using HtmxFlows.Web;

namespace HtmxFlows.Live;

/// <summary>
/// <c>GET /runs/{id}/events</c>: the run as named events with HTML fragments. The answer is 200 <c>text/event-stream</c> whatever
/// happens, since htmx keeps reconnecting after anything else. What is sent when is decided by <see cref="ViewerPosition"/>.
/// </summary>
public sealed class RunEventsResponse(RunFeeds feeds, RunFrames frames, StreamSlots slots, StreamResponses responses, TimeProvider time)
{
    // A stream without a slot reconnects automatically after this time.
    internal static readonly TimeSpan PollEvery = TimeSpan.FromSeconds(2);

    // Longer than a browser takes to put one in and to draw it, or it would read several at once.
    static readonly TimeSpan BetweenPieces = TimeSpan.FromMilliseconds(100);

    public async Task Serve(HttpContext http, Guid run)
    {
        using var slot = slots.Take(http.Request);
        // At once, and not only when the next event shows that nobody reads: the browser may be on its way to another live page.
        await using var left = http.RequestAborted.Register(() => slot?.Dispose());
        var response = responses.Begin(http, "text/event-stream");
        await response.Write(SseFormat.Retry(slot is null ? PollEvery : TimeSpan.FromMilliseconds(Random.Shared.Next(1000, 3000))));
        using var watch = feeds.Open(run);
        if (watch is null)
        {
            await response.Write(SseFormat.Event("missing", "<p>This run does not exist.</p>"));
            await response.Write(RunFrames.Done);
            return;
        }
        await Follow(response, watch.Feed, Position(http.Request, watch.Feed, slot is not null));
    }

    async Task Follow(StreamResponse response, RunFeed feed, ViewerPosition position)
    {
        var begun = time.GetTimestamp();
        while (response.IsOpen)
        {
            // The signal first, and then what the feed offers: whatever happens in between ends the wait.
            var changed = feed.Changed;
            (var step, position) = position.Next(feed.Offer, time.GetElapsedTime(begun));
            switch (step)
            {
                case ViewerStep.End:
                    return;
                case ViewerStep.Wait:
                    await changed;
                    break;
                case ViewerStep.Pause:
                    await Task.Delay(ViewerPosition.BetweenTails, time);
                    break;
                case ViewerStep.Entries or ViewerStep.Snapshot or ViewerStep.Tail:
                    position = position.After(await Send(response, Batch(feed, step, position)));
                    break;
                default:
                    await response.Write(await View(feed, step));
                    break;
            }
        }
    }

    static Task<Batch> Batch(RunFeed feed, ViewerStep step, ViewerPosition position) => step switch
    {
        ViewerStep.Tail => feed.Tail(),
        ViewerStep.Entries => feed.After(position.Cursor!.Value),
        _ => feed.Snapshot(),
    };

    Task<byte[]> View(RunFeed feed, ViewerStep step) => step switch
    {
        ViewerStep.Heartbeat => frames.Heartbeat,
        ViewerStep.Timeline => feed.Timeline(),
        ViewerStep.Progress => feed.Progress(),
        _ => feed.Panel(),
    };

    async Task<Batch> Send(StreamResponse response, Task<Batch> made)
    {
        var batch = await made;
        foreach (var (index, piece) in batch.Pieces.Index().TakeWhile(_ => response.IsOpen))
        {
            if (index > 0)
                await Task.Delay(BetweenPieces, time);
            await response.Write(piece);
        }
        await response.Write(batch.Bytes);
        return batch;
    }

    static ViewerPosition Position(HttpRequest request, RunFeed feed, bool hasSlot) => ViewerPosition.Of(
        Number(request.Headers["Last-Event-ID"]), Number(request.Query["after"]), feed.Offer, hasSlot, request.Query["brief"] == "true", Random.Shared.NextDouble());

    static long? Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
