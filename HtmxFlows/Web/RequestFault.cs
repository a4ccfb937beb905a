namespace HtmxFlows.Web;

/// <summary>What is thrown where a request is at fault and not the server: the answer is 4xx, and the log is silent.</summary>
static class RequestFault
{
    /// <summary>Has the handler of exceptions answer by them.</summary>
    public static ExceptionHandlerOptions Answered(ExceptionHandlerOptions options)
    {
        options.StatusCodeSelector = Status;
        options.SuppressDiagnosticsCallback = thrown => Status(thrown.Exception) < StatusCodes.Status500InternalServerError;
        return options;
    }

    static int Status(Exception error) => error is BadHttpRequestException request ? request.StatusCode : StatusCodes.Status500InternalServerError;
}
