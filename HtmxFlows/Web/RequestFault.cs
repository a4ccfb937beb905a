using HtmxFlows.Data;

namespace HtmxFlows.Web;

/// <summary>The status of an answer to a request that ended in an exception, and whether the log hears of it.</summary>
static class RequestFault
{
    /// <summary>Has the handler of exceptions answer by them. A fault of the request is not logged, and one of the database once a minute.</summary>
    public static ExceptionHandlerOptions Answered(ExceptionHandlerOptions options)
    {
        options.StatusCodeSelector = Status;
        options.SuppressDiagnosticsCallback = thrown => Status(thrown.Exception) < StatusCodes.Status500InternalServerError
            || thrown.HttpContext.RequestServices.GetRequiredService<DatabaseTroubleLog>().Takes(thrown.Exception);
        return options;
    }

    static int Status(Exception error) => error is BadHttpRequestException request ? request.StatusCode
        : error is DatabaseUnavailableException unavailable ? Unavailable.Status(unavailable)
        : StatusCodes.Status500InternalServerError;
}
