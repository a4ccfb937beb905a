using HtmxFlows.Runs;

namespace HtmxFlows.Live;

/// <summary>
/// <c>GET /runs/{id}/freshness?seq=…</c>: the page asks now and then whether it is behind. If a proxy holds the stream back, the page
/// reloads; anything finer could collide with a stream that arrives late after all. It reads the run's row and at most one event.
/// </summary>
public sealed class Freshness(RunReader reader, TimeProvider time)
{
    /// <summary>A stream may be this late without any cause for worry.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // htmx stops to poll when it is given this.
    const int StopPolling = 286;

    public void Answer(HttpContext http, Guid run, long seq)
    {
        http.Response.Headers.CacheControl = "no-store";
        // The status first: an end that comes after it is a missed event.
        var status = reader.Status(run);
        if (status is null || reader.EventsAfter(run, seq, most: 1) is not [var missed])
            http.Response.StatusCode = status?.IsFinal() != false ? StopPolling : StatusCodes.Status204NoContent;
        else if (time.GetUtcNow() - missed.At < Patience)
            http.Response.StatusCode = StatusCodes.Status204NoContent;
        else
            http.Response.Headers["HX-Refresh"] = "true";
    }
}
