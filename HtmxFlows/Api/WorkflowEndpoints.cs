using System.Globalization;
using HtmxFlows.Runs;
using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.Net.Http.Headers;

namespace HtmxFlows.Api;

/// <summary><c>/api/workflows</c>.</summary>
static class WorkflowEndpoints
{
    public static void MapWorkflows(this IEndpointRouteBuilder api)
    {
        api.MapGet("/workflows", List).Produces<IReadOnlyList<WorkflowLineDocument>>()
            .WithSummary("Workflows, the most recently run or made first; 50 a page, with Link: rel=next");
        api.MapPost("/workflows", Create).Accepts<WorkflowRequestDocument>("application/json").Produces<WorkflowDocument>(201).ProducesProblem(400).ProducesProblem(422)
            .WithSummary("Makes a workflow");
        api.MapGet("/workflows/{id:guid}", Read).Produces<WorkflowDocument>().Produces(304).ProducesProblem(404)
            .WithSummary("A workflow with its newest flow and an ETag");
        api.MapPut("/workflows/{id:guid}", Update).Accepts<WorkflowRequestDocument>("application/json").Produces<WorkflowDocument>()
            .ProducesProblem(404).ProducesProblem(412).ProducesProblem(422).ProducesProblem(428)
            .WithSummary("Makes a new version; needs If-Match");
        api.MapDelete("/workflows/{id:guid}", Delete).Produces(204).ProducesProblem(404).ProducesProblem(412)
            .WithSummary("Deletes a workflow with its versions and runs; those under way are cancelled");
    }

    static IResult List(HttpContext http, WorkflowStore workflows, string? q = null, int page = 1)
    {
        var (lines, pager) = Pager.Read(http.Request, page, (skip, take) => workflows.Search(q ?? "", skip, take));
        if (pager.Next is { } next)
            http.Response.Headers.Link = $"<{next}>; rel=\"next\"";
        return Results.Ok(lines.Select(WorkflowLineDocument.Of));
    }

    static async Task<IResult> Create(HttpContext http, WorkflowStore workflows)
    {
        var (request, unreadable) = await ApiBody.Read<WorkflowRequestDocument>(http.Request);
        if (request is null)
            return unreadable!;
        var (id, problems) = await workflows.Create(request.ToDraft());
        return id is null ? ApiProblems.Invalid(problems) : Results.Created($"{http.Request.PathBase}/api/workflows/{id}", Current(http, workflows, id.Value)!);
    }

    static IResult Read(Guid id, HttpContext http, WorkflowStore workflows) =>
        Current(http, workflows, id) is not { } document ? ApiProblems.Missing("workflow")
        : Matches(http.Request.Headers.IfNoneMatch, document.Version) ? Results.StatusCode(StatusCodes.Status304NotModified)
        : Results.Ok(document);

    static async Task<IResult> Update(Guid id, HttpContext http, WorkflowStore workflows)
    {
        if (workflows.Find(id) is not { } workflow)
            return ApiProblems.Missing("workflow");
        if (http.Request.Headers.IfMatch.Count == 0)
            return ApiProblems.Unconditional();
        if (!Matches(http.Request.Headers.IfMatch, workflow.Latest))
            return ApiProblems.Outdated(workflow.Latest);
        var (request, unreadable) = await ApiBody.Read<WorkflowRequestDocument>(http.Request);
        if (request is null)
            return unreadable!;
        var (version, problems) = await workflows.Update(id, workflow.Latest, request.ToDraft());
        return version is not null ? Results.Ok(Current(http, workflows, id)!)
            : problems.Count > 0 ? ApiProblems.Invalid(problems)
            : ApiProblems.Outdated(workflows.Find(id)?.Latest ?? workflow.Latest);
    }

    static async Task<IResult> Delete(Guid id, HttpContext http, WorkflowStore workflows, RunStore runs, RunSupervisor supervisor)
    {
        if (workflows.Find(id) is not { } workflow)
            return ApiProblems.Missing("workflow");
        if (http.Request.Headers.IfMatch.Count > 0 && !Matches(http.Request.Headers.IfMatch, workflow.Latest))
            return ApiProblems.Outdated(workflow.Latest);
        await Task.WhenAll(runs.Unfinished(id).Select(supervisor.Cancel));
        await workflows.Delete(id);
        return Results.NoContent();
    }

    /// <summary>The workflow as it is now; the answer gets its ETag.</summary>
    static WorkflowDocument? Current(HttpContext http, WorkflowStore workflows, Guid id)
    {
        if (workflows.Find(id) is not { } workflow || workflows.FindVersion(id, workflow.Latest) is not { } version)
            return null;
        http.Response.Headers.ETag = Tag(version.Version);
        return WorkflowDocument.Of(workflow, version);
    }

    static bool Matches(IList<string?> sent, int version) =>
        EntityTagHeaderValue.TryParseList([.. sent.OfType<string>()], out var tags) && tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Tag == Tag(version));

    static string Tag(int version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");
}
