using HtmxFlows.Runs;

namespace HtmxFlows.Web;

/// <summary>The status of an answer that says why a run was not started.</summary>
static class StartStatus
{
    public static int StatusCode(this RunStart.NotStarted start) => start switch
    {
        RunStart.Busy => StatusCodes.Status429TooManyRequests,
        RunStart.Missing => StatusCodes.Status404NotFound,
        RunStart.Stopping => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status422UnprocessableEntity,
    };
}
