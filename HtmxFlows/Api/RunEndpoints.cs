using System.Text.Json;
using HtmxFlows.Live;
using HtmxFlows.Runs;
using HtmxFlows.Workflows;

namespace HtmxFlows.Api;

/// <summary><c>/api/runs</c>, and the start of one.</summary>
static class RunEndpoints
{
    static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    public static void MapRuns(this IEndpointRouteBuilder api)
    {
        api.MapPost("/workflows/{id:guid}/runs", Start).Accepts<RunRequestDocument>("application/json")
            .Produces<RunStarted>(202).Produces<RunDocument>(200).ProducesProblem(404).ProducesProblem(422)
            .WithSummary("Starts a run; with Prefer: wait=10 the answer is the final state if it ends in time, with Accept: text/event-stream its events");
        api.MapGet("/runs/{id:guid}", Read).Produces<RunDocument>().ProducesProblem(404)
            .WithSummary("The state of a run");
        api.MapGet("/runs/{id:guid}/events", Events).Produces<IReadOnlyList<JsonElement>>(200, "application/json", "text/event-stream", "application/x-ndjson").ProducesProblem(404)
            .WithSummary("The events of a run: a list of those so far, or, with Accept: text/event-stream or application/x-ndjson, those and the ones to come");
        api.MapPost("/runs/{id:guid}/cancellation", Cancel).Produces<RunDocument>().ProducesProblem(404)
            .WithSummary("Cancels a run; one that has ended stays as it is");
    }

    static async Task<IResult> Start(Guid id, HttpContext http, WorkflowStore workflows, RunSupervisor runs, RunReader reader)
    {
        if (workflows.Find(id) is null)
            return ApiProblems.Missing("workflow");
        var (request, unreadable) = ApiBody.IsEmpty(http.Request) ? (new(), null) : await ApiBody.Read<RunRequestDocument>(http.Request);
        if (request is null)
            return unreadable!;
        if (request.Input is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Object) } || request.Input is { ValueKind: JsonValueKind.Object } input && input.GetPropertyCount() > 0)
            return ApiProblems.Refused("The workflow declares no inputs; send what it is to work on as prompt.");
        var (run, problem) = await runs.Start(new(id, request.Prompt ?? "", "api", request.Thread));
        if (run is null)
            return ApiProblems.Refused(problem!);
        http.Response.Headers.Location = $"{http.Request.PathBase}/api/runs/{run}";
        if (Representation.Choose(http.Request, Representation.Json, Representation.Events) == Representation.Events)
            return RunStreamResult.Of(run.Value, Representation.Events);
        return await EndsInTime(http, runs, run.Value)
            ? Results.Ok(RunDocument.Of(reader.Find(run.Value)!.View))
            : Results.Accepted($"{http.Request.PathBase}/api/runs/{run}", new RunStarted(
                run.Value, reader.Find(run.Value)!.View.Run.Status, $"{http.Request.PathBase}/runs/{run}", $"{http.Request.PathBase}/api/runs/{run}/events"));
    }

    static IResult Read(Guid id, RunReader reader) =>
        reader.Find(id) is { } log ? Results.Ok(RunDocument.Of(log.View)) : ApiProblems.Missing("run");

    static IResult Events(Guid id, HttpContext http, RunReader reader) =>
        reader.Find(id) is not { } log ? ApiProblems.Missing("run")
        : Representation.Choose(http.Request, Representation.Json, Representation.Events, Representation.Lines) is { } chosen && chosen != Representation.Json ? RunStreamResult.Of(id, chosen)
        : Results.Json(log.Entries.Select(entry => entry.Event), RunEventJson.Default.IEnumerableRunEvent);

    static async Task<IResult> Cancel(Guid id, RunSupervisor runs, RunReader reader)
    {
        if (reader.Find(id) is null)
            return ApiProblems.Missing("run");
        await runs.Cancel(id);
        return Results.Ok(RunDocument.Of(reader.Find(id)!.View));
    }

    /// <summary>Waits as long as the client prefers (RFC 7240), and says that it did.</summary>
    static async Task<bool> EndsInTime(HttpContext http, RunSupervisor runs, Guid run)
    {
        if (PreferredWait(http.Request) is not { } wait)
            return false;
        http.Response.Headers["Preference-Applied"] = $"wait={wait.TotalSeconds:0}";
        try
        {
            await runs.End(run).WaitAsync(wait, http.RequestAborted);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    static TimeSpan? PreferredWait(HttpRequest request) => request.Headers["Prefer"]
        .SelectMany(value => (value ?? "").Split(',', ';'))
        .Select(preference => preference.Trim().Split('=', 2))
        .Where(pair => pair is ["wait", _] && uint.TryParse(pair[1].Trim(' ', '"'), out _))
        .Select(pair => (TimeSpan?)TimeSpan.FromSeconds(Math.Min(uint.Parse(pair[1].Trim(' ', '"'), System.Globalization.CultureInfo.InvariantCulture), LongestWait.TotalSeconds)))
        .FirstOrDefault();
}
