using System.Globalization;
using HtmxFlows.Diagnostics;
using HtmxFlows.Files;
using HtmxFlows.Inputs;
using HtmxFlows.Live;
using HtmxFlows.Runs;
using HtmxFlows.Views;
using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.Net.Http.Headers;

namespace HtmxFlows.Api;

/// <summary><c>/api/runs</c>, and the start of one.</summary>
static class RunEndpoints
{
    /// <summary>In seconds.</summary>
    const int LongestWait = 60;

    const string Applied = "Preference-Applied";

    static readonly Representation[] Started = [Representation.Json, Representation.Events];
    static readonly Representation[] Log = [Representation.Json, Representation.Events, Representation.Lines];

    public static void MapRuns(this IEndpointRouteBuilder api)
    {
        api.MapPost("/workflows/{id:guid}/runs", Start).WithName("startRun").Accepts<RunRequestDocument>(isOptional: true, "application/json", "multipart/form-data")
            .Produces<RunStarted>(202).Produces<RunDocument>(200, "application/json", "text/event-stream").Refuses(400, 403, 404, 406, 413, 415)
            .Produces<InvalidRequest>(422, "application/problem+json").Produces<InvalidRequest>(429, "application/problem+json")
            .TakesIdempotencyKey().Takes("Prefer", "wait=10 waits up to that many seconds (at most 60) and returns the final status if the run ends in time")
            .Gives(200, "Location", "The run").Gives(202, "Location", "The run").Gives(200, "Preference-Applied", "The preferences that were applied").Gives(202, "Preference-Applied", "The preferences that were applied")
            .WithSummary("Starts a run; with Prefer: wait=10 returns its final status if it ends in time, with Accept: text/event-stream its events; multipart/form-data with the fields prompt, thread, input.NAME, and trigger with data.NODE (JSON), sends files for inputs of the type file");
        api.MapGet("/runs/{id:guid}", Read).WithName("readRun").Produces<RunDocument>().Refuses(404)
            .WithSummary("Returns the status of a run");
        api.MapGet("/runs/{id:guid}/events", Events).WithName("readRunEvents").Produces<IReadOnlyList<RunEvent>>(200, "application/json", "text/event-stream", "application/x-ndjson").Produces(204)
            .Refuses(400, 404, 406)
            .Takes("Last-Event-ID", "The number of the last received event; overrides the parameter after")
            .WithSummary("Returns the events of a run after a given one: a list, or with Accept: text/event-stream or application/x-ndjson a live stream, with transient node-progress events; a stream without further events answers 204");
        api.MapPost("/runs/{id:guid}/cancellation", Cancel).WithName("cancelRun").Produces<RunDocument>().Refuses(403, 404)
            .WithSummary("Cancels a run; a finished run stays unchanged");
        api.MapDelete("/runs/{id:guid}", Delete).WithName("deleteRun").Produces(204).Refuses(403, 404, 409)
            .WithSummary("Deletes a run that has ended, with the runs that it started; an unfinished run answers 409");
        api.MapPost("/runs/{id:guid}/answers", Answer).WithName("answerQuestion").Accepts<AnswerDocument>("application/json").Produces<RunDocument>().Refuses(400, 403, 404, 413, 415)
            .Produces<InvalidRequest>(409, "application/problem+json").Produces<InvalidRequest>(422, "application/problem+json")
            .WithSummary("Answers a question of a run; a question that is no longer open answers 409");
    }

    static async Task<IResult> Start(Guid id, HttpContext http, WorkflowStore workflows, WorkflowPlans plans, RunSupervisor runs, RunReader reader, FileStore files)
    {
        if (workflows.Find(id) is null)
            return ApiProblems.Missing("workflow");
        http.Response.Headers.Vary = HeaderNames.Accept;
        if (Representation.Choose(http.Request, Started) is not { } chosen)
            return ApiProblems.NotAcceptable(Started);
        var (request, unreadable) = http.Request.HasFormContentType ? await RunForm.Read(http.Request, id, plans.Inputs(id), files) : await ReadJson(http.Request, id, plans);
        if (request is null)
            return unreadable!;
        var start = await IdempotentStart.Of(http, Described(request), beside => runs.Start(request with { Beside = beside, TraceParent = Telemetry.TraceParent(http.Request.Headers.TraceParent) }, http.Actor()));
        if (start is RunStart.NotStarted refusal)
            return ApiProblems.NotStarted(refusal);
        var run = ((RunStart.Started)start).Run;
        http.Response.Headers.Location = $"{http.Request.PathBase}/api/runs/{run}";
        // From its beginning: what a client that asks again has seen was of the run before.
        if (chosen == Representation.Events)
            return RunStreamResult.Of(run, chosen, after: 0);
        await WaitAsPreferred(http, runs, run);
        return reader.Status(run) is not { } status ? ApiProblems.Missing("run")
            : status.IsFinal() && http.Response.Headers.ContainsKey(Applied) ? Document(RunDocument.Find(reader, run))
            : Results.Accepted($"{http.Request.PathBase}/api/runs/{run}", RunStarted.Of(http, run, status));
    }

    /// <summary>What a request asks for. Files that are sent again have other ids, and are the same.</summary>
    static object Described(RunRequest request) => new
    {
        request.Workflow,
        request.Prompt,
        request.Thread,
        request.Fired,
        Input = (request.Files ?? []).Aggregate(request.Input?.GetRawText(), (text, file) => text?.Replace(file.ToString(), "", StringComparison.Ordinal)),
    };

    static async Task<(RunRequest?, IResult?)> ReadJson(HttpRequest request, Guid workflow, WorkflowPlans plans)
    {
        var (body, unreadable) = await ApiBody.Read(request, ifEmpty: new RunRequestDocument(), hint: name =>
            plans.Inputs(workflow).Any(input => input.Name == name) ? $"It is an input of the workflow: send it as `input.{name}`." : null);
        return body is null ? (null, unreadable) : (new(workflow, body.Prompt ?? "", RunTrigger.Api, body.Thread, Input: body.Input) { Fired = body.Trigger is { } trigger ? new(trigger.Node ?? "", trigger.Data ?? default) : null }, null);
    }

    static IResult Read(Guid id, RunReader reader, RunSupervisor runs) => Document(RunDocument.Find(reader, id, runs.Place(id)));

    /// <summary>A document, or the problem that there is no such run.</summary>
    public static IResult Document(RunDocument? run) => run is not null ? Results.Ok(run) : ApiProblems.Missing("run");

    static IResult Events(Guid id, HttpContext http, RunReader reader, long after = 0)
    {
        http.Response.Headers.Vary = HeaderNames.Accept;
        return reader.Status(id) is null ? ApiProblems.Missing("run")
            : Representation.Choose(http.Request, Log) is not { } chosen ? ApiProblems.NotAcceptable(Log)
            : chosen != Representation.Json ? RunStreamResult.Of(id, chosen, RunStreamResult.Cursor(http.Request, after))
            : Results.Json(reader.EventsAfter(id, after), ApiEvents.Json.IEnumerableRunEvent);
    }

    static async Task<IResult> Cancel(Guid id, HttpContext http, RunSupervisor runs, RunReader reader)
    {
        await runs.Cancel(id, http.Actor());
        return Read(id, reader, runs);
    }

    static async Task<IResult> Delete(Guid id, HttpContext http, RunDeletion deletion, CancellationToken cancellation) => await deletion.Delete(id, http.Actor(), cancellation) switch
    {
        RunDeletionOutcome.Refused refused => Results.Problem(refused.Problem, statusCode: refused.StatusCode()),
        RunDeletionOutcome.Missing => ApiProblems.Missing("run"),
        _ => Results.NoContent(),
    };

    static async Task<IResult> Answer(Guid id, HttpContext http, RunSupervisor runs, RunReader reader)
    {
        if (reader.State(id) is not { } view)
            return ApiProblems.Missing("run");
        var (answer, unreadable) = await ApiBody.Read<AnswerDocument>(http.Request);
        if (answer is null)
            return unreadable!;
        if (view.Flow.Nodes.All(node => node.Id != answer.Node))
            return ApiProblems.Missing("node");
        var given = InputValues.OfJson(view.Run.Node(answer.Node).Question?.Fields ?? [], answer.Input);
        return await runs.Answer(id, answer.Node, answer.Decision, given, answer.By, http.Actor(), AnswerWay.Api) is AnswerResult.NotTaken refusal ? ApiProblems.NotAnswered(refusal) : Read(id, reader, runs);
    }

    /// <summary>Waits as long as the client prefers (RFC 7240), and says that it did.</summary>
    static async Task WaitAsPreferred(HttpContext http, RunSupervisor runs, Guid run)
    {
        if (PreferredWait(http.Request) is not { } seconds)
            return;
        http.Response.Headers[Applied] = Words.Invariant($"wait={seconds}");
        // However this ends, the answer goes by the journal.
        await runs.WhenEnded(run).WaitAsync(TimeSpan.FromSeconds(seconds), http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>In seconds; null if the client does not say.</summary>
    static int? PreferredWait(HttpRequest request)
    {
        foreach (var preference in request.Headers["Prefer"].SelectMany(value => (value ?? "").Split(',', ';')))
        {
            if (preference.Split('=', StringSplitOptions.TrimEntries) is [var name, var value] && name.Equals("wait", StringComparison.OrdinalIgnoreCase)
                && uint.TryParse(value.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
                return (int)Math.Min(seconds, LongestWait);
        }
        return null;
    }
}
