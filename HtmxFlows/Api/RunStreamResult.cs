using System.Globalization;
using System.Text;
using System.Text.Json;
using HtmxFlows.Live;
using HtmxFlows.Runs;
using HtmxFlows.Web;

namespace HtmxFlows.Api;

/// <summary>
/// Answers with a run's events as they come, in a form for programs or for a terminal. <c>Last-Event-ID</c> or <c>?after=</c> says
/// what the reader has; one that has everything of a run that has ended gets 204, by which an EventSource stops.
/// </summary>
/// <param name="contentType">The media type of the answer.</param>
/// <param name="write">An entry as text; null writes nothing for it.</param>
/// <param name="heartbeat">What is sent when nothing happened for a while; empty sends nothing.</param>
public sealed class RunStreamResult(Guid run, string contentType, Func<LogEntry, string?> write, string heartbeat, long? after = null) : IResult
{
    public static RunStreamResult Of(Guid run, Representation representation) =>
        representation == Representation.Events ? new(run, "text/event-stream", EventText, SseFormat.Comment)
        : representation == Representation.Lines ? new(run, "application/x-ndjson", entry => Json(entry) + "\n", "")
        : new(run, "text/plain; charset=utf-8", RunText.Line, "");

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var follower = httpContext.RequestServices.GetRequiredService<RunFollower>();
        var from = after ?? Number(httpContext.Request.Headers["Last-Event-ID"]) ?? Number(httpContext.Request.Query["after"]) ?? 0;
        if (follower.Follow(run, from, httpContext.RequestAborted) is not { } following)
        {
            await ApiProblems.Missing("run").ExecuteAsync(httpContext);
            return;
        }
        var isFirst = true;
        await foreach (var entries in following)
        {
            if (isFirst && entries.Count == 0 && await IsOver(httpContext, from))
            {
                httpContext.Response.StatusCode = StatusCodes.Status204NoContent;
                return;
            }
            if (isFirst)
                StreamResponse.Begin(httpContext, contentType);
            isFirst = false;
            await httpContext.Response.WriteAsync(entries.Count == 0 ? heartbeat : string.Concat(entries.Select(write)));
            await httpContext.Response.Body.FlushAsync();
        }
    }

    /// <summary>An entry as a server-sent event with JSON.</summary>
    static string EventText(LogEntry entry) => Encoding.UTF8.GetString(SseFormat.Event(entry.Event.Name, Json(entry), entry.Event.Seq.ToString(CultureInfo.InvariantCulture)));

    static string Json(LogEntry entry) => JsonSerializer.Serialize(entry.Event, RunEventJson.Default.RunEvent);

    static long? Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    Task<bool> IsOver(HttpContext http, long from) =>
        Task.FromResult(http.RequestServices.GetRequiredService<RunReader>().Find(run) is { View.Run: { IsFinished: true } state } && from >= state.LastSeq);
}
