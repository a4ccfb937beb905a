using HtmxFlows.Accounts;
using HtmxFlows.Inputs;
using HtmxFlows.Runs;
using HtmxFlows.Web;

namespace HtmxFlows.Api;

/// <summary>Lists of runs, and what is done to many of them.</summary>
static class RunListEndpoints
{
    const int PageSize = 50;

    /// <summary>How long a bulk action is awaited before its answer.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void MapRunLists(this IEndpointRouteBuilder api)
    {
        api.MapGet("/runs", List).WithName("listRuns").Produces<RunListDocument>().Produces<InvalidRequest>(400, "application/problem+json").Gives(200, "Link", "The next page (rel=next), if there is one")
            .WithSummary("Lists runs, newest first, 50 per page. after and before are times (UTC unless they have a zone), q is a text in the prompt, subruns=true includes runs that other runs called");
        api.MapPost("/runs/bulk", Change).WithName("changeRuns").Accepts<BulkRequestDocument>("application/json").Produces<BulkDocument>().Refuses(400, 403, 413, 415)
            .Produces<InvalidRequest>(422, "application/problem+json").TakesIdempotencyKey()
            .WithSummary("Cancels, deletes or repeats all runs that a filter names; with dryRun only counts them. A long action continues in the background");
    }

    static IResult List(
        HttpContext http, RunSearch search, WorkflowPeople people, string? workflow = null, string? status = null, string? trigger = null, string? after = null, string? before = null, string? q = null, string? subruns = null,
        string? cursor = null)
    {
        var query = RunQuery.Read(http.Request.Query, TimeZoneInfo.Utc);
        if (query.Problems.Count > 0)
            return ApiProblems.Invalid(StatusCodes.Status400BadRequest, query.Problems);
        var page = search.Page(query.Filter with { Hidden = people.HiddenFrom(http.Actor()) }, query.Cursor, PageSize);
        if (page.Older is { } next)
            http.Response.Headers.Link = $"<{Address(http.Request, query.Filter, next)}>; rel=\"next\"";
        return Results.Ok(new RunListDocument([.. page.Runs.Select(RunLineDocument.Of)], page.Older));
    }

    static string Address(HttpRequest request, RunFilter filter, Guid next) =>
        $"{request.PathBase}{request.Path}{QueryString.Create(RunQuery.Write(filter).Append(new("cursor", next.ToString())).Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)))}";

    static async Task<IResult> Change(HttpContext http, BulkActions bulk, WorkflowPeople people)
    {
        var (request, unreadable) = await ApiBody.Read<BulkRequestDocument>(http.Request);
        if (request is null)
            return unreadable!;
        if (Problems(request) is { Count: > 0 } problems)
            return ApiProblems.Invalid(StatusCodes.Status422UnprocessableEntity, problems);
        var (action, filter) = (request.Action!.Value, request.Filter!.ToFilter() with { Hidden = people.HiddenFrom(http.Actor()) });
        if (request.DryRun)
            return Results.Ok(new BulkDocument(action, bulk.Count(action, filter), 0, true));
        var outcome = action == RunAction.Retry
            ? await IdempotentStart.OfMany(http, new { action, request.Filter }, (since, once) => bulk.Begin(action, filter, http.Actor(), since, once)) : bulk.Begin(action, filter, http.Actor());
        switch (outcome)
        {
            case BulkOutcome.Begun(var job):
                await job.Ended.WaitAsync(Patience, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return Results.Ok(new BulkDocument(action, job.Total, job.Done, false));
            case BulkOutcome.Refused refused:
                return ApiProblems.Invalid(refused.StatusCode(), [refused.Problem]);
            default:
                throw new InvalidOperationException("The outcome is unknown.");
        }
    }

    static IReadOnlyList<FieldProblem> Problems(BulkRequestDocument request) =>
    [
        .. request.Action is null ? [new("action", "`action` must be one of cancel, delete, retry.")] : Array.Empty<FieldProblem>(),
        .. request.Filter is null ? [new("filter", "`filter` is missing. Send an object; {} names all runs.")] : Array.Empty<FieldProblem>(),
        .. request.Filter?.Trigger is { } trigger && RunTrigger.All.All(known => known.Name != trigger)
            ? [new("filter.trigger", $"`filter.trigger` must be one of {string.Join(", ", RunTrigger.All)}.")] : Array.Empty<FieldProblem>(),
    ];
}
