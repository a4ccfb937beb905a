using HtmxFlows.Web;

namespace HtmxFlows.Live;

/// <summary>
/// <c>GET /chat/{key}/{conversation}/turns/{run}/events</c>: the answer to a message while it is made, for its visitor. Each event replaces the one before, so
/// there is nothing to catch up on. A change of the run that changes nothing for the visitor sends nothing, not even a sign that there was one.
/// </summary>
public sealed class ChatEventsResponse(ChatVisits visits, RunReader reader, RunFeeds feeds, RunFrames frames, StreamSlots slots, StreamResponses responses, TimeProvider time)
{
    public async Task Serve(HttpContext http, string key, Guid conversation, Guid run)
    {
        if (visits.Open(http, key, conversation) is not { Visitor: not null } || reader.State(run)?.Run is not { } state || state.Thread != conversation || state.Trigger != Runs.RunTrigger.Chat)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        using var slot = slots.Take(http.Request);
        using var place = slots.TakeOf(conversation);
        var isBrief = slot is null || place is null;
        await using var left = http.RequestAborted.Register(() =>
        {
            slot?.Dispose();
            place?.Dispose();
        });
        var response = responses.Begin(http, "text/event-stream");
        await response.Write(SseFormat.Retry(isBrief ? RunEventsResponse.PollEvery : TimeSpan.FromMilliseconds(Random.Shared.Next(1000, 3000))));
        using var watch = feeds.Open(run);
        if (watch is not null)
            await Follow(response, watch.Feed, isBrief);
        else
            await response.Write(RunFrames.Done);
    }

    /// <param name="isBrief">Whether the stream ends once it has sent what there is.</param>
    async Task Follow(StreamResponse response, RunFeed feed, bool isBrief)
    {
        var (begun, beats, answer, asked) = (time.GetTimestamp(), (int?)null, Array.Empty<byte>(), Array.Empty<byte>());
        while (response.IsOpen && time.GetElapsedTime(begun) < ViewerPosition.LongestLife)
        {
            // The signal first, and then what the feed offers: whatever happens in between ends the wait.
            var (changed, offer) = (feed.Changed, feed.Offer);
            asked = await Send(response, asked, await feed.Asked());
            answer = await Send(response, answer, await feed.Answer());
            if (offer.IsFinished)
                await response.Write(RunFrames.Done);
            if (offer.IsFinished || isBrief)
                return;
            if (beats != offer.Heartbeats)
                await response.Write(await frames.Heartbeat);
            beats = offer.Heartbeats;
            await changed;
        }
    }

    static async Task<byte[]> Send(StreamResponse response, byte[] before, byte[] now)
    {
        if (!now.AsSpan().SequenceEqual(before))
            await response.Write(now);
        return now;
    }
}
