using HtmxFlows.Accounts;
using HtmxFlows.Runs;
using HtmxFlows.Views;
using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.Net.Http.Headers;

namespace HtmxFlows.Api;

/// <summary><c>/api/workflows</c>.</summary>
static class WorkflowEndpoints
{
    const string Problem = "application/problem+json";

    public static void MapWorkflows(this IEndpointRouteBuilder api)
    {
        api.MapGet("/workflows", List).WithName("listWorkflows").Produces<IReadOnlyList<WorkflowLineDocument>>().Refuses(400).Gives(200, "Link", "The next page (rel=next), if there is one")
            .WithSummary("Lists workflows whose name or description contains q, most recently run or created first, 50 per page");
        api.MapPost("/workflows", Create).WithName("createWorkflow").Accepts<WorkflowRequestDocument>("application/json")
            .Produces<WorkflowDocument>(201).Refuses(400, 403, 413, 415).Produces<InvalidWorkflow>(422, Problem)
            .Gives(201, "Location", "The workflow").Gives(201, "ETag", "The value for If-Match")
            .WithSummary("Creates a workflow");
        api.MapGet("/workflows/{id:guid}", Read).WithName("readWorkflow").Produces<WorkflowDocument>().Produces(304).Refuses(404)
            .Takes("If-None-Match", "An ETag; answers 304 if the workflow still has it").Gives(200, "ETag", "The value for If-Match").Gives(304, "ETag", "The value for If-Match")
            .WithSummary("Returns a workflow with its latest flow");
        api.MapPut("/workflows/{id:guid}", Update).WithName("updateWorkflow").Accepts<WorkflowRequestDocument>("application/json")
            .Produces<WorkflowDocument>().Refuses(400, 403, 404, 412, 413, 415, 428).Produces<InvalidWorkflow>(422, Problem)
            .Takes("If-Match", "The ETag of the workflow that you changed", isRequired: true).Gives(200, "ETag", "The value for If-Match")
            .WithSummary("Updates a workflow; a changed flow creates a new version");
        api.MapDelete("/workflows/{id:guid}", Delete).WithName("deleteWorkflow").Produces(204).Refuses(403, 404, 412)
            .Takes("If-Match", "An ETag; deletes the workflow only if it still has it")
            .WithSummary("Deletes a workflow with its versions and runs; unfinished runs are cancelled");
    }

    static IResult List(HttpContext http, WorkflowStore workflows, WorkflowPeople people, string? q = null, int page = 1)
    {
        var (lines, pager) = Pager.Read(http.Request, page, (skip, take) => workflows.Search(q ?? "", skip, take, people.HiddenFrom(http.Actor())));
        if (pager.Next is { } next)
            http.Response.Headers.Link = $"<{next}>; rel=\"next\"";
        return Results.Ok(lines.Select(WorkflowLineDocument.Of));
    }

    static async Task<IResult> Create(HttpContext http, WorkflowStore workflows, WorkflowCheck check)
    {
        var (request, unreadable) = await ApiBody.Read<WorkflowRequestDocument>(http.Request);
        if (request is null)
            return unreadable!;
        var outcome = await workflows.Create(request.ToDraft(), http.Actor());
        return outcome is SaveOutcome.Saved { Workflow: var id }
            ? Results.Created($"{http.Request.PathBase}/api/workflows/{id}", Current(http, workflows, check, id))
            : ApiProblems.NotSaved(outcome);
    }

    static IResult Read(Guid id, HttpContext http, WorkflowStore workflows, WorkflowCheck check) =>
        Current(http, workflows, check, id) is not { } document ? ApiProblems.Missing("workflow")
        : Matches(http.Request.Headers.IfNoneMatch, document) ? Results.StatusCode(StatusCodes.Status304NotModified)
        : Results.Ok(document);

    static async Task<IResult> Update(Guid id, HttpContext http, WorkflowStore workflows, WorkflowCheck check)
    {
        if (Find(workflows, check, id) is not { } before)
            return ApiProblems.Missing("workflow");
        if (http.Request.Headers.IfMatch.Count == 0)
            return ApiProblems.Unconditional();
        if (!Matches(http.Request.Headers.IfMatch, before))
            return ApiProblems.Outdated();
        var (request, unreadable) = await ApiBody.Read<WorkflowRequestDocument>(http.Request, ignored: typeof(WorkflowDocument));
        if (request is null)
            return unreadable!;
        var warnings = check.FindRenameWarnings(id, request.ToDraft());
        var outcome = await workflows.Update(id, before.Version, request.ToDraft(), http.Actor());
        if (outcome is not SaveOutcome.Saved)
            return ApiProblems.NotSaved(outcome);
        return Current(http, workflows, check, id) is { } after ? Results.Ok(after.With(warnings)) : ApiProblems.Missing("workflow");
    }

    static async Task<IResult> Delete(Guid id, HttpContext http, WorkflowStore workflows, WorkflowCheck check, RunStore runs, RunSupervisor supervisor)
    {
        if (Find(workflows, check, id) is not { } workflow)
            return ApiProblems.Missing("workflow");
        if (http.Request.Headers.IfMatch.Count > 0 && !Matches(http.Request.Headers.IfMatch, workflow))
            return ApiProblems.Outdated();
        await Task.WhenAll(runs.Unfinished(id).Select(run => supervisor.Cancel(run, http.Actor())));
        await workflows.Delete(id, http.Actor());
        return Results.NoContent();
    }

    /// <summary>The workflow as it is now; the answer gets its ETag.</summary>
    static WorkflowDocument? Current(HttpContext http, WorkflowStore workflows, WorkflowCheck check, Guid id)
    {
        var document = Find(workflows, check, id);
        http.Response.Headers.ETag = document?.Tag;
        return document;
    }

    static WorkflowDocument? Find(WorkflowStore workflows, WorkflowCheck check, Guid id) =>
        workflows.Find(id) is { } workflow && workflows.FindVersion(id, workflow.Current) is { } version ? WorkflowDocument.Of(workflow, version, check.FindWarnings(id, workflow.Current)) : null;

    // A weak tag is as good: a proxy that compresses the answer weakens it.
    static bool Matches(IList<string?> sent, WorkflowDocument document) =>
        EntityTagHeaderValue.TryParseList([.. sent.OfType<string>()], out var tags) && tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Tag == document.Tag);
}
