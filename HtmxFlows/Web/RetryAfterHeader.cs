using System.Globalization;
using HtmxFlows.Runs;

namespace HtmxFlows.Web;

/// <summary>The header by which an answer says when to try again.</summary>
static class RetryAfterHeader
{
    /// <summary>Sets it to whole seconds; null sets nothing.</summary>
    public static void SetRetryAfter(this HttpResponse response, TimeSpan? wait)
    {
        if (wait is { } time)
            response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(time.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Gives an answer the status of a start that was refused, and says when to try again, if that is known.</summary>
    public static void SetRefusal(this HttpResponse response, RunStart.NotStarted start)
    {
        response.StatusCode = start.StatusCode();
        response.SetRetryAfter((start as RunStart.Busy)?.RetryAfter);
    }
}
