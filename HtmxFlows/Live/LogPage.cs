using System.Text;
using HtmxFlows.Web;

namespace HtmxFlows.Live;

/// <summary>
/// <c>GET /runs/{id}/log</c>: the log as an ordinary page that the server keeps writing until the run ends, so that it is live in a
/// browser without scripts.
/// </summary>
public sealed class LogPage(RunFollower follower, Fragments fragments)
{
    public async Task Serve(HttpContext http, Guid run)
    {
        if (follower.Follow(run, 0, http.RequestAborted) is not { } following)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        StreamResponse.Begin(http, "text/html; charset=utf-8");
        await Write(http, await fragments.Render("/Pages/Runs/_LogHead.cshtml", run));
        await foreach (var entries in following)
        {
            foreach (var entry in entries)
                await Write(http, await fragments.Render("/Pages/Runs/_Entry.cshtml", entry));
            if (entries is [.., { After.Run.IsFinished: true }])
                await Write(http, await fragments.Render("/Pages/Runs/_LogFoot.cshtml", run));
            else if (entries.Count == 0)
                await Write(http, "<!-- -->");
        }
    }

    static async Task Write(HttpContext http, string html)
    {
        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(html));
        await http.Response.Body.FlushAsync();
    }
}
