using HtmxFlows.Inputs;
using HtmxFlows.Runs;
using HtmxFlows.Views;
using HtmxFlows.Web;
using HtmxFlows.Workflows;

namespace HtmxFlows.Api;

/// <summary>Errors as RFC 9457 problem details.</summary>
static class ApiProblems
{
    /// <summary>The problem details of a response that has only a status.</summary>
    public static IResult Of(HttpContext http) => AccessRefusal.Of(http) is { } refusal ? Results.Problem(refusal.Sentence, statusCode: http.Response.StatusCode) : http.Response.StatusCode == StatusCodes.Status421MisdirectedRequest
        ? Results.Problem(AllowedHosts.Refusal(http.Request), statusCode: StatusCodes.Status421MisdirectedRequest)
        : Unavailable.Reason(http) is { } unavailable ? Results.Problem(unavailable.Message, statusCode: http.Response.StatusCode)
        : Of(http.Response.StatusCode);

    /// <summary>The problem details of a status.</summary>
    public static IResult Of(int status) => Results.Problem(statusCode: status, detail: status switch
    {
        StatusCodes.Status400BadRequest => "A value in the address or in a header is missing or has the wrong type.",
        StatusCodes.Status404NotFound => "Nothing exists at this address.",
        StatusCodes.Status405MethodNotAllowed => "The address does not accept this method. The header Allow lists the accepted ones.",
        StatusCodes.Status413PayloadTooLarge => "The request is larger than this server accepts. Send less at once.",
        StatusCodes.Status415UnsupportedMediaType => "Send JSON, with Content-Type: application/json.",
        >= 500 => "The server failed. Its log has the details.",
        _ => "The server did not understand the request.",
    });

    public static IResult OtherSite() => Results.Problem("Pages of other sites may not change anything here. The setting Cors:Origins names those that may.", statusCode: StatusCodes.Status403Forbidden);

    public static IResult Missing(string what) => Results.Problem($"The {what} does not exist.", statusCode: StatusCodes.Status404NotFound);

    public static IResult Unreadable(string sentence) => Results.Problem(sentence, statusCode: StatusCodes.Status400BadRequest);

    public static IResult Unknown(IReadOnlyList<FieldProblem> members) => Invalid(StatusCodes.Status422UnprocessableEntity, members);

    /// <summary>The problem details of values that are wrong, each with its sentence.</summary>
    public static IResult Invalid(int status, IReadOnlyList<FieldProblem> fields) => Results.Problem(new InvalidRequest(fields)
    {
        Status = status,
        Detail = string.Join(' ', fields.Select(field => field.Message)),
    });

    public static IResult NotStarted(RunStart.NotStarted start) => new RefusedStart(start);

    public static IResult NotAnswered(AnswerResult.NotTaken refusal) => Results.Problem(new InvalidRequest(refusal.Fields)
    {
        Status = refusal.StatusCode(),
        Detail = refusal.Problem,
    });

    public static IResult NotAcceptable(IEnumerable<Representation> offered) => Results.Problem(
        $"This address has no representation that Accept allows. It offers {string.Join(", ", offered.Select(representation => representation.MediaType))}.",
        statusCode: StatusCodes.Status406NotAcceptable);

    /// <summary>The problem details of a workflow that was not saved. A conflict is a failed precondition: the request names the version by If-Match.</summary>
    public static IResult NotSaved(SaveOutcome outcome) => outcome switch
    {
        SaveOutcome.Invalid invalid => Invalid(invalid.Problems),
        SaveOutcome.Conflict => Outdated(),
        SaveOutcome.Gone => Missing("workflow"),
        _ => Of(outcome.StatusCode()),
    };

    static IResult Invalid(IReadOnlyList<FlowProblem> problems) => Results.Problem(new InvalidWorkflow(problems)
    {
        Status = StatusCodes.Status422UnprocessableEntity,
        Detail = $"The workflow was not saved: {problems[0].Message}{(problems.Count > 1 ? $" And {Words.Count(problems.Count - 1, "more problem")}." : "")}",
    });

    public static IResult Outdated() => Results.Problem(
        "The workflow has changed. Read it again, and send its new ETag as If-Match.", statusCode: StatusCodes.Status412PreconditionFailed);

    public static IResult Unconditional() => Results.Problem(
        "The header If-Match is missing. Send the ETag of the workflow that you changed.",
        statusCode: StatusCodes.Status428PreconditionRequired);
}
