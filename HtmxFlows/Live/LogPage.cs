using System.Text;
using HtmxFlows.Web;

namespace HtmxFlows.Live;

/// <summary>
/// <c>GET /runs/{id}/log</c>: the log as an ordinary page that the server keeps writing until the run ends, so that it is live in a
/// browser without scripts.
/// </summary>
public sealed class LogPage(RunFollower follower, Fragments fragments, StreamResponses responses)
{
    public async Task Serve(HttpContext http, Guid run)
    {
        if (follower.Follow(run, 0, http.RequestAborted) is not { } following)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        var response = responses.Begin(http, "text/html; charset=utf-8");
        await Write(response, "/Pages/Runs/_LogHead.cshtml", run);
        await foreach (var entries in following)
        {
            foreach (var entry in entries.TakeWhile(_ => response.IsOpen))
                await Write(response, "/Pages/Runs/_Entry.cshtml", entry);
            if (entries is [.., { After.Run.IsFinished: true }])
                await Write(response, "/Pages/Runs/_LogFoot.cshtml", run);
            else if (entries.Count == 0)
                await response.Write("<!-- -->"u8.ToArray());
            if (!response.IsOpen)
                return;
        }
    }

    async Task Write<TModel>(StreamResponse response, string partial, TModel model) =>
        await response.Write(Encoding.UTF8.GetBytes(await fragments.Render(partial, model)));
}
