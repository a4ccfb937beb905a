using HtmxFlows.Runs;
using HtmxFlows.Web;

namespace HtmxFlows.Api;

/// <summary>The problem details of a run that was not started, with the header that says when to try again.</summary>
sealed class RefusedStart(RunStart.NotStarted start) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.SetRefusal(start);
        return Results.Problem(new InvalidRequest(start.Fields) { Status = start.StatusCode(), Detail = start.Problem }).ExecuteAsync(httpContext);
    }
}
