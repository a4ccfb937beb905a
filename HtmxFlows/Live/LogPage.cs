using System.Text;
using HtmxFlows.Web;

namespace HtmxFlows.Live;

/// <summary>
/// <c>GET /runs/{id}/log</c>: the log as an ordinary page that the server keeps writing until the run ends, so that it is live in a
/// browser without scripts.
/// </summary>
public sealed class LogPage(RunFeeds feeds, Fragments fragments, IHostApplicationLifetime lifetime)
{
    public async Task Serve(HttpContext http, Guid run)
    {
        using var watch = feeds.Open(run);
        if (watch is null)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        StreamResponse.Begin(http, "text/html; charset=utf-8");
        await Write(http, await fragments.Render("/Pages/Runs/_LogHead.cshtml", run));
        for (var cursor = 0L; !http.RequestAborted.IsCancellationRequested && !lifetime.ApplicationStopping.IsCancellationRequested;)
        {
            var changed = watch.Feed.Changed;
            var entries = watch.Feed.EntriesAfter(cursor);
            foreach (var entry in entries)
                await Write(http, await fragments.Render("/Pages/Runs/_Entry.cshtml", entry));
            if (entries is [.., var last])
                cursor = last.Event.Seq;
            if (entries is [.., { After.Run.IsFinished: true } end])
            {
                await Write(http, await fragments.Render("/Pages/Runs/_LogFoot.cshtml", end.After.Run.Id));
                return;
            }
            // Something on the wire now and then, so that a reader that has gone is noticed.
            await Write(http, entries.Count == 0 ? "<!-- -->" : "");
            await changed;
        }
    }

    static async Task Write(HttpContext http, string html)
    {
        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(html));
        await http.Response.Body.FlushAsync();
    }
}
