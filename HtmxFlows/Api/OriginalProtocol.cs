using System.Globalization;
using System.Text;
using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Live;
using HtmxFlows.Runs;
using HtmxFlows.Workflows;

namespace HtmxFlows.Api;

/// <summary>
/// <c>GET /api/workflows/{id}/run?prompt=…</c>, the first protocol of this product, as its clients know it: it starts a run and
/// streams unnamed server-sent events. Their ids are <c>run/seq</c>, so that an EventSource that connects again goes on with that run.
/// </summary>
static class OriginalProtocol
{
    public static void MapOriginalProtocol(this IEndpointRouteBuilder api) =>
        api.MapGet("/workflows/{id}/run", Run).Produces<string>(200, "text/event-stream").Produces(403).Produces(404).Produces(500)
            .WithSummary("The original protocol: starts a run and streams it as unnamed events");

    static async Task<IResult> Run(string id, HttpContext http, WorkflowStore workflows, RunStore store, RunSupervisor runs, CrossSite crossSite, string prompt = "")
    {
        if (crossSite.Refuses(http.Request))
            return Error(StatusCodes.Status403Forbidden, "Another site may not start runs here");
        if (!Guid.TryParse(id, out var workflow) || workflows.Find(workflow) is not { } found)
            return Error(StatusCodes.Status404NotFound, "Workflow not found");
        if (Resumed(http.Request) is var (known, seq) && store.Find(known)?.WorkflowId == workflow)
            return Stream(known, seq);
        if (found.Version is null)
            return Error(StatusCodes.Status500InternalServerError, "Invalid workflow data");
        var (run, problem) = await runs.Start(new(workflow, prompt, "api"));
        return run is null ? Error(StatusCodes.Status422UnprocessableEntity, problem!) : Stream(run.Value, 0);
    }

    static RunStreamResult Stream(Guid run, long after) => new(run, "text/event-stream", Message, SseFormat.Comment, after);

    static string? Message(LogEntry entry)
    {
        object? message = entry.Event switch
        {
            NodeStarted started => new { @event = started.Name, nodeId = started.NodeId, type = entry.Node!.Type, label = entry.Node.Label },
            NodeCompleted completed => new { @event = completed.Name, nodeId = completed.NodeId, result = completed.Output },
            NodeFailed { Output: not null } failed => new { @event = failed.Name, nodeId = failed.NodeId, error = failed.Error },
            NodeSkipped skipped => new { @event = skipped.Name, nodeId = skipped.NodeId },
            WorkflowCompleted completed => new { @event = completed.Name },
            WorkflowFailed failed => new { error = failed.Error },
            WorkflowCancelled => new { error = "The run was cancelled" },
            _ => null,
        };
        return message is null ? null : Encoding.UTF8.GetString(SseFormat.Event(
            null, Json.From(message).GetRawText(), string.Create(CultureInfo.InvariantCulture, $"{entry.After.Run.Id}/{entry.Event.Seq}")));
    }

    static (Guid Run, long Seq)? Resumed(HttpRequest request) =>
        request.Headers["Last-Event-ID"].ToString().Split('/') is [var run, var seq]
        && Guid.TryParse(run, out var id) && long.TryParse(seq, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (id, number) : null;

    static IResult Error(int status, string sentence) => Results.Json(new { error = sentence }, Json.Options, statusCode: status);
}
