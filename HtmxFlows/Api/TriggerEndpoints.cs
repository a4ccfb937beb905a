using HtmxFlows.Accounts;
using HtmxFlows.Live;
using HtmxFlows.Runs;
using HtmxFlows.Triggers;
using HtmxFlows.Web;
using HtmxFlows.Workflows;

namespace HtmxFlows.Api;

/// <summary>The triggers of a workflow, and the calls that they received.</summary>
static class TriggerEndpoints
{
    public static void MapTriggers(this IEndpointRouteBuilder api)
    {
        api.MapGet("/workflows/{id:guid}/triggers", List).WithName("listTriggers").Produces<IReadOnlyList<TriggerDocument>>().Refuses(404)
            .WithSummary("Lists the triggers of a workflow, those of the published version first");
        api.MapGet("/workflows/{id:guid}/deliveries", Deliveries).WithName("listDeliveries").Produces<IReadOnlyList<DeliveryDocument>>().Refuses(404)
            .WithSummary("Lists the last calls of a workflow's webhooks, refused ones included, newest first; node chooses one webhook");
        api.MapPost("/workflows/{id:guid}/deliveries/{delivery:guid}/replay", Replay).WithName("replayDelivery").Accepts<ReplayRequestDocument>(isOptional: true, "application/json")
            .Produces<RunStarted>(202).Refuses(400, 403, 404, 413, 415).Produces<InvalidRequest>(422, "application/problem+json").Produces<InvalidRequest>(429, "application/problem+json")
            .TakesIdempotencyKey().Gives(202, "Location", "The run")
            .WithSummary("Sends a delivery again, with draft to the draft; its data is kept with the run that it started");
    }

    static IResult List(Guid id, HttpContext http, WorkflowStore workflows, ListedTriggers triggers, Schedules schedules, ServerAddress server)
    {
        if (workflows.Find(id) is null)
            return ApiProblems.Missing("workflow");
        string? Address(string? path) => path is null ? null : server.Of(http.Request) + path;
        var waiting = schedules.Of([id])[id].ToDictionary(schedule => schedule.NodeId);
        return Results.Ok(triggers.Of(id).Select(one => new TriggerDocument(
            one.Node.Id, one.Node.Label, one.Node.Type, one.IsActive, Address(one.Path()), Address(one.Draft?.Path(isDraft: true)),
            waiting.GetValueOrDefault(one.Node.Id)?.NextDue, waiting.GetValueOrDefault(one.Node.Id)?.PausedAt is not null)));
    }

    static IResult Deliveries(Guid id, WorkflowStore workflows, Deliveries deliveries, string? node = null) =>
        workflows.Find(id) is null ? ApiProblems.Missing("workflow") : Results.Ok(deliveries.List(id, node).Select(DeliveryDocument.Of));

    static async Task<IResult> Replay(Guid id, Guid delivery, HttpContext http, Replays replays, RunReader reader)
    {
        var (body, unreadable) = await ApiBody.Read(http.Request, ifEmpty: new ReplayRequestDocument());
        if (body is null)
            return unreadable!;
        if (body.Draft == true && !http.Actor().Is(Role.Editor))
            return Results.Problem("Only an editor runs the draft.", statusCode: StatusCodes.Status403Forbidden);
        var start = await IdempotentStart.Of(http, new { id, delivery, draft = body.Draft == true }, async beside => await replays.Replay(id, delivery, body.Draft == true, http.Actor(), beside) switch
        {
            ReplayOutcome.Started started => new RunStart.Started(started.Run),
            ReplayOutcome.NotStarted refused => refused.Start,
            _ => new RunStart.Missing(),
        });
        if (start is RunStart.Missing)
            return ApiProblems.Missing("delivery");
        if (start is RunStart.NotStarted refusal)
            return ApiProblems.NotStarted(refusal);
        var run = ((RunStart.Started)start).Run;
        return reader.Status(run) is { } status ? Results.Accepted($"{http.Request.PathBase}/api/runs/{run}", RunStarted.Of(http, run, status)) : ApiProblems.Missing("run");
    }
}
