using HtmxFlows.Runs;

namespace HtmxFlows.Web;

/// <summary>The status of an answer that says why a run was not started.</summary>
static class StartStatus
{
    public static int StatusCode(this RunStart start) => start.Reason switch
    {
        StartRefusal.Busy => StatusCodes.Status429TooManyRequests,
        StartRefusal.Missing => StatusCodes.Status404NotFound,
        StartRefusal.Stopping => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status422UnprocessableEntity,
    };
}
