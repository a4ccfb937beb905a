using System.Globalization;

namespace HtmxFlows.Web;

static class RetryAfterHeader
{
    /// <summary>Says when a refused request may be repeated.</summary>
    public static void RetryAfter(this HttpResponse response, TimeSpan wait) => response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
