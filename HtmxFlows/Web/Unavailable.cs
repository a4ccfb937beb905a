using System.Globalization;
using HtmxFlows.Data;
using Microsoft.AspNetCore.Diagnostics;

namespace HtmxFlows.Web;

/// <summary>How a request is answered that the database kept from being served: 507 if its disk is full, else 503, with its sentence.</summary>
static class Unavailable
{
    /// <summary>After so many seconds a client may try again.</summary>
    const int RetryAfter = 10;

    /// <summary>The failure that is being answered, if it is the database's.</summary>
    public static DatabaseUnavailableException? Reason(HttpContext http) =>
        http.Features.Get<IExceptionHandlerFeature>()?.Error as DatabaseUnavailableException;

    public static int Status(DatabaseUnavailableException failure) =>
        failure.Trouble == DatabaseTrouble.Full ? StatusCodes.Status507InsufficientStorage : StatusCodes.Status503ServiceUnavailable;

    /// <summary>Says when to try again, if that helps.</summary>
    public static void SetRetryAfter(HttpContext http)
    {
        if (Reason(http) is not null)
            http.Response.Headers.RetryAfter = RetryAfter.ToString(CultureInfo.InvariantCulture);
    }
}
