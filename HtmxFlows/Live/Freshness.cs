using System.Globalization;

namespace HtmxFlows.Live;

/// <summary>
/// <c>GET /runs/{id}/freshness?seq=…</c>: the page asks now and then whether it is behind. If a proxy holds the stream back, the page is
/// loaded anew; anything finer could collide with a stream that comes late after all.
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
        var log = reader.Find(run);
        var missed = log?.Entries.FirstOrDefault(entry => entry.Event.Seq > seq);
        if (missed is null)
            http.Response.StatusCode = log is null || log.View.Run.IsFinished ? StopPolling : StatusCodes.Status204NoContent;
        else if (time.GetUtcNow() - missed.Event.At < Patience)
            http.Response.StatusCode = StatusCodes.Status204NoContent;
        else
            http.Response.Headers["HX-Refresh"] = "true";
    }
}
