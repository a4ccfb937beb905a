using System.Globalization;
using System.Text;
using System.Text.Json;
using HtmxFlows.Live;
using HtmxFlows.Runs;
using HtmxFlows.Web;

namespace HtmxFlows.Api;

/// <summary>
/// Answers with a run's events as they come, in a form for programs or for a terminal. A reader that has everything of
/// a run that has ended gets 204, by which an EventSource stops.
/// </summary>
/// <param name="contentType">The media type of the answer.</param>
/// <param name="after">The number of the last event that the reader has.</param>
/// <param name="write">An entry as text.</param>
/// <param name="heartbeat">What is sent when nothing happened for a while; empty sends nothing.</param>
public sealed class RunStreamResult(Guid run, string contentType, long after, Func<LogEntry, string> write, string heartbeat) : IResult
{
    public static RunStreamResult Of(Guid run, Representation representation, long after) =>
        representation == Representation.Events ? new(run, "text/event-stream", after, EventText, SseFormat.Comment)
        // A space before the next line: JSON does not mind it, and a proxy sees that the stream lives.
        : representation == Representation.Lines ? new(run, "application/x-ndjson", after, entry => Json(entry) + "\n", " ")
        : new(run, "text/plain; charset=utf-8", after, RunText.Line, "");

    /// <summary>What the reader has: as its EventSource says when it connects again, else as the address says.</summary>
    public static long Cursor(HttpRequest request, long after) =>
        long.TryParse(request.Headers["Last-Event-ID"], NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? last : after;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var follower = httpContext.RequestServices.GetRequiredService<RunFollower>();
        if (follower.Follow(run, after, httpContext.RequestAborted) is not { } following)
        {
            await ApiProblems.Missing("run").ExecuteAsync(httpContext);
            return;
        }
        StreamResponse? response = null;
        await foreach (var entries in following)
        {
            if (response is null && entries.Count == 0 && IsOver(httpContext))
            {
                httpContext.Response.StatusCode = StatusCodes.Status204NoContent;
                return;
            }
            response ??= httpContext.RequestServices.GetRequiredService<StreamResponses>().Begin(httpContext, contentType);
            if (HttpMethods.IsHead(httpContext.Request.Method))
                return;
            foreach (var text in entries.Count == 0 ? [heartbeat] : Portions(entries).TakeWhile(_ => response.IsOpen))
                await response.Write(Encoding.UTF8.GetBytes(text));
            if (!response.IsOpen)
                return;
        }
    }

    /// <summary>The entries as texts of about the size that is sent at once, so that a long log is not held a second time as a whole.</summary>
    IEnumerable<string> Portions(IReadOnlyList<LogEntry> entries)
    {
        var portion = new StringBuilder();
        foreach (var (index, entry) in entries.Index())
        {
            portion.Append(write(entry));
            if (portion.Length < StreamResponse.LargestPiece && index < entries.Count - 1)
                continue;
            yield return portion.ToString();
            portion.Clear();
        }
    }

    /// <summary>An entry as a server-sent event with JSON.</summary>
    static string EventText(LogEntry entry) => Encoding.UTF8.GetString(SseFormat.Event(entry.Event.Name, Json(entry), entry.Event.Seq.ToString(CultureInfo.InvariantCulture)));

    static string Json(LogEntry entry) => JsonSerializer.Serialize(entry.Event, RunEventJson.Default.RunEvent);

    bool IsOver(HttpContext http) =>
        http.RequestServices.GetRequiredService<RunReader>().Find(run) is { View.Run: { IsFinished: true } state } && after >= state.LastSeq;
}
