using HtmxFlows.Inputs;
using HtmxFlows.Runs;
using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;

namespace HtmxFlows.Api;

/// <summary>Errors as RFC 9457 problem details.</summary>
static class ApiProblems
{
    /// <summary>What there is to say of an answer that has its status alone.</summary>
    public static IResult Of(HttpContext http) => http.Response.StatusCode == StatusCodes.Status421MisdirectedRequest
        ? Results.Problem(AllowedHosts.Refusal(http.Request), statusCode: StatusCodes.Status421MisdirectedRequest)
        : Unavailable.Reason(http) is { } unavailable ? Results.Problem(unavailable.Message, statusCode: http.Response.StatusCode)
        : Of(http.Response.StatusCode);

    /// <summary>What there is to say if a status is all that is known.</summary>
    public static IResult Of(int status) => Results.Problem(statusCode: status, detail: status switch
    {
        StatusCodes.Status400BadRequest => "A value in the address or a header is missing or not of the kind that is expected there.",
        StatusCodes.Status404NotFound => "There is nothing at this address.",
        StatusCodes.Status405MethodNotAllowed => "The address does not take this method; Allow says which it takes.",
        StatusCodes.Status413PayloadTooLarge => "The request is larger than this server takes. Send less at once.",
        StatusCodes.Status415UnsupportedMediaType => "Send JSON, with Content-Type: application/json.",
        >= 500 => "The mistake is ours, and the server's log has the details.",
        _ => "The server could not make sense of the request.",
    });

    public static IResult Missing(string what) => Results.Problem($"There is no such {what}.", statusCode: StatusCodes.Status404NotFound);

    public static IResult Unreadable(string sentence) => Results.Problem(sentence, statusCode: StatusCodes.Status400BadRequest);

    public static IResult NotStarted(RunStart.NotStarted start) => Results.Problem(new InvalidRequest(start.Fields)
    {
        Status = start.StatusCode(),
        Detail = start.Problem,
    });

    public static IResult NotAnswered(AnswerResult.NotTaken refusal) => Results.Problem(new InvalidRequest(refusal.Fields)
    {
        Status = refusal is AnswerResult.Late or AnswerResult.Early ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity,
        Detail = refusal.Problem,
    });

    public static IResult NotAcceptable(IEnumerable<Representation> offered) => Results.Problem(
        $"Accept asks for nothing that this address gives. It gives {string.Join(", ", offered.Select(representation => representation.MediaType))}.",
        statusCode: StatusCodes.Status406NotAcceptable);

    public static IResult Invalid(IReadOnlyList<FlowProblem> problems) => Results.Problem(new InvalidWorkflow(problems)
    {
        Status = StatusCodes.Status422UnprocessableEntity,
        Detail = $"The workflow was not saved: {problems[0].Message}{(problems.Count > 1 ? $" And {problems.Count - 1} more." : "")}",
    });

    public static IResult Outdated() => Results.Problem(
        "The workflow has changed. Read it again, and send its ETag as If-Match.", statusCode: StatusCodes.Status412PreconditionFailed);

    public static IResult Unconditional() => Results.Problem(
        "Say with If-Match what the change was made from: send the ETag that reading the workflow gave.",
        statusCode: StatusCodes.Status428PreconditionRequired);
}

/// <summary>Problem details of a workflow that cannot be saved.</summary>
/// <param name="problems">Everything that is wrong with it, each with its node or edge.</param>
public sealed class InvalidWorkflow(IReadOnlyList<FlowProblem> problems) : ProblemDetails
{
    /// <summary>Everything that is wrong with it, each with its node or edge.</summary>
    public IReadOnlyList<FlowProblem> Problems { get; } = problems;
}

/// <summary>Problem details of a run that cannot be started, or of a question that cannot be answered so.</summary>
/// <param name="problems">What is wrong with single members of the request; none if it is not about them.</param>
public sealed class InvalidRequest(IReadOnlyList<FieldProblem> problems) : ProblemDetails
{
    /// <summary>What is wrong with single members of the request: <c>prompt</c>, <c>input</c>, <c>input.NAME</c>.</summary>
    public IReadOnlyList<FieldProblem> Problems { get; } = problems;
}
