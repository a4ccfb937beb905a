using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Inputs;
using HtmxFlows.Live;
using HtmxFlows.Runs;
using HtmxFlows.Views;
using HtmxFlows.Web;
using HtmxFlows.Workflows;

namespace HtmxFlows.Api;

/// <summary>
/// <c>GET /api/workflows/{id}/run?prompt=…</c>, the first protocol of this product, as its clients know it: it starts a run and
/// streams unnamed server-sent events. Their ids are <c>run/seq</c>, so that a reconnecting EventSource continues that run.
/// </summary>
static class OriginalProtocol
{
    public static void MapOriginalProtocol(this IEndpointRouteBuilder api) =>
        api.MapGet("/workflows/{id}/run", Run).WithName("runWorkflow").Produces<string>(200, "text/event-stream").Produces(204)
            .Produces<ErrorDocument>(403).Produces<ErrorDocument>(404).Produces<ErrorDocument>(422).Produces<ErrorDocument>(429).Produces<ErrorDocument>(500)
            .TakesIdempotencyKey().Takes("Last-Event-ID", "run/seq, the id of the last event: continues that run's stream and starts no run")
            .WithSummary("The original protocol: starts a run and streams it as unnamed events; the inputs that the workflow declares are parameters of their names; 204 after the end of a run");

    static async Task<IResult> Run(string id, HttpContext http, WorkflowStore workflows, WorkflowPlans plans, RunStore store, RunSupervisor runs, CrossSite crossSite, string prompt = "")
    {
        if (crossSite.Refuses(http.Request))
            return Error(StatusCodes.Status403Forbidden, "Another site may not start runs here");
        if (!Guid.TryParse(id, out var workflow) || workflows.Find(workflow) is not { } found)
            return Error(StatusCodes.Status404NotFound, "Workflow not found");
        if (http.Request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } last)
            return Place(last) is var (known, seq) && store.Find(known)?.WorkflowId == workflow ? Stream(known, seq) : Error(StatusCodes.Status404NotFound, "Run not found");
        if (found.Version is null)
            return Error(StatusCodes.Status500InternalServerError, "Invalid workflow data");
        if (plans.Find(workflow, found.Version.Value) is not { Flow.Inputs: var declared })
            return Error(StatusCodes.Status404NotFound, "Workflow not found");
        var (input, problems) = Input(http.Request.Query, declared);
        var start = problems.Count > 0 ? new RunStart.Refused(problems) : await IdempotentStart.Of(http, new { workflow, prompt, input },
            beside => runs.Start(new(workflow, prompt, RunTrigger.Api, Input: input) { Beside = beside }, http.Actor()));
        return start switch
        {
            RunStart.Started started => Stream(started.Run, 0),
            RunStart.NotStarted refusal => Refuse(http, refusal),
            _ => throw new UnreachableException(),
        };
    }

    static IResult Refuse(HttpContext http, RunStart.NotStarted refusal)
    {
        http.Response.SetRefusal(refusal);
        return Error(refusal.StatusCode(), refusal.Problem);
    }

    /// <summary>The parameters that have the name of an input; its clients send others too, and mean nothing by them.</summary>
    static (JsonElement? Input, IReadOnlyList<FieldProblem> Problems) Input(IQueryCollection query, IReadOnlyList<FlowInput> declared) =>
        InputValues.OfTexts(declared, declared.Where(input => query.ContainsKey(input.Name)).ToDictionary(input => input.Name, input => query[input.Name].ToString()));

    static RunStreamResult Stream(Guid run, long after) => new(run, "text/event-stream", after, Write, (_, _) => SseFormat.Comment);

    /// <summary>An entry that this protocol has no message for is only an id, so that a client that reconnects after it does not start a second run.</summary>
    static string Write(LogEntry entry)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"{entry.After.Run.Id}/{entry.Event.Seq}");
        return Encoding.UTF8.GetString(Message(entry) is { } message ? SseFormat.Event(null, Json.From(message).GetRawText(), id) : SseFormat.Id(id));
    }

    static object? Message(LogEntry entry) => entry.Event switch
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

    static (Guid Run, long Seq)? Place(string eventId) =>
        eventId.Split('/') is [var run, var seq]
        && Guid.TryParse(run, out var id) && long.TryParse(seq, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (id, number) : null;

    static IResult Error(int status, string sentence) => Results.Json(new ErrorDocument(sentence), statusCode: status);
}

/// <summary>An error of the original protocol.</summary>
public sealed record ErrorDocument(string Error);
