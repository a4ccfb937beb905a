using HtmxFlows.Workflows;

namespace HtmxFlows.Api;

/// <summary>Errors as RFC 9457 problem details.</summary>
static class ApiProblems
{
    public static IResult Missing(string what) => Results.Problem($"There is no such {what}.", statusCode: StatusCodes.Status404NotFound);

    public static IResult Unreadable(string sentence) => Results.Problem(sentence, statusCode: StatusCodes.Status400BadRequest);

    public static IResult Refused(string sentence) => Results.Problem(sentence, statusCode: StatusCodes.Status422UnprocessableEntity);

    /// <summary>A flow with problems: every message, with its node or edge, in the member <c>problems</c>.</summary>
    public static IResult Invalid(IReadOnlyList<FlowProblem> problems) => Results.Problem(
        $"The workflow was not saved: {problems[0].Message}{(problems.Count > 1 ? $" And {problems.Count - 1} more." : "")}",
        statusCode: StatusCodes.Status422UnprocessableEntity,
        extensions: new Dictionary<string, object?> { ["problems"] = problems });

    public static IResult Outdated(int latest) => Results.Problem(
        $"The workflow has changed: its newest version is {latest}. Read it again, and send its ETag as If-Match.",
        statusCode: StatusCodes.Status412PreconditionFailed);

    public static IResult Unconditional() => Results.Problem(
        "Say with If-Match which version the change was made from: send the ETag that reading the workflow gave.",
        statusCode: StatusCodes.Status428PreconditionRequired);
}
