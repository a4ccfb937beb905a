using System.Globalization;
using System.Text;
using System.Text.Json;
using HtmxFlows.Live;
using HtmxFlows.Views;
using HtmxFlows.Web;

namespace HtmxFlows.Api;

/// <summary>
/// Answers with a run's events as they come, in a form for programs or for a terminal. A reader that has everything of
/// a run that has ended gets 204, by which an EventSource stops.
/// </summary>
/// <param name="contentType">The media type of the answer.</param>
/// <param name="after">The number of the last event that the reader has.</param>
/// <param name="write">An entry as text.</param>
/// <param name="progress">How far a node has come, as text; null if readers of this form are not told.</param>
/// <param name="sign">What is sent at the beginning if there is no entry yet, and when nothing happened for a while: after so many heartbeats. Empty sends nothing.</param>
public sealed class RunStreamResult(Guid run, string contentType, long after, Func<LogEntry, string> write, Func<HttpContext, int, string> sign, Func<NodeProgressDocument, string>? progress = null) : IResult
{
    // A person reads it, so it is seldom; but many proxies give up after a minute.
    const int HeartbeatsBetweenLines = 3;

    public static RunStreamResult Of(Guid run, Representation representation, long after) =>
        representation == Representation.Events ? new(run, "text/event-stream", after, EventText, (_, _) => SseFormat.Comment, further => Encoding.UTF8.GetString(SseFormat.Event(NodeProgressDocument.Name, Json(further))))
        // A space before the next line: JSON does not mind it, and a proxy sees that the stream lives.
        : representation == Representation.Lines ? new(run, "application/x-ndjson", after, entry => Json(entry) + "\n", (_, _) => " ", further => Json(further) + "\n")
        : new(run, "text/plain; charset=utf-8", after, RunText.Line, (http, silent) => silent > 0 && silent % HeartbeatsBetweenLines == 0 ? Silence(http, run) : "");

    /// <summary>What the reader has: as its EventSource says when it connects again, else as the address says.</summary>
    public static long Cursor(HttpRequest request, long after) =>
        long.TryParse(request.Headers["Last-Event-ID"], NumberStyles.None, CultureInfo.InvariantCulture, out var last) ? last : after;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var follower = httpContext.RequestServices.GetRequiredService<RunFollower>();
        if (follower.News(run, after, progress is not null, httpContext.RequestAborted) is not { } following)
        {
            await ApiProblems.Missing("run").ExecuteAsync(httpContext);
            return;
        }
        StreamResponse? response = null;
        var silent = 0;
        await foreach (var news in following)
        {
            if (response is null && news is { IsEnd: true, Entries.Count: 0 })
            {
                httpContext.Response.StatusCode = StatusCodes.Status204NoContent;
                return;
            }
            silent = !news.IsEmpty || response is null ? 0 : silent + 1;
            response ??= httpContext.RequestServices.GetRequiredService<StreamResponses>().Begin(httpContext, contentType);
            if (HttpMethods.IsHead(httpContext.Request.Method))
                return;
            var texts = news.IsEmpty ? [sign(httpContext, silent)] : Portions(news.Entries).Concat(news.Further.Select(node => progress!(NodeProgressDocument.Of(node))));
            foreach (var text in texts.TakeWhile(_ => response.IsOpen))
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

    static string Silence(HttpContext http, Guid run) =>
        RunText.Silence(http.RequestServices.GetRequiredService<RunReader>().State(run)!, http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());

    /// <summary>An entry as a server-sent event with JSON.</summary>
    static string EventText(LogEntry entry) => Encoding.UTF8.GetString(SseFormat.Event(entry.Event.Name, Json(entry), entry.Event.Seq.ToString(CultureInfo.InvariantCulture)));

    static string Json(LogEntry entry) => JsonSerializer.Serialize(entry.Event, ApiEvents.Json.RunEvent);

    static string Json(NodeProgressDocument further) => JsonSerializer.Serialize(further, Data.Json.Options);
}
