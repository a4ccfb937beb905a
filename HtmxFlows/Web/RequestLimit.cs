using HtmxFlows.Data;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace HtmxFlows.Web;

/// <summary>How large a request may be.</summary>
static class RequestLimit
{
    /// <summary>The largest body of a request, in bytes.</summary>
    public const int LargestRequest = 8 * 1024 * 1024;

    /// <summary>
    /// The most of a refused body that is read and dropped, in bytes: many clients look for an answer only when they have sent all. Kestrel
    /// does it after the answer, and for 5 seconds at most.
    /// </summary>
    public const int MostDropped = 64 * 1024 * 1024;

    /// <summary>The most values of a form; the editor sends several for each row of a list.</summary>
    public const int MostFormValues = 8192;

    public static void AddRequestLimit(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(options => options.Limits.MaxRequestBodySize = LargestRequest + MostDropped);
        builder.Services.Configure<FormOptions>(options =>
        {
            options.ValueCountLimit = MostFormValues;
            // The limit of the whole is the limit of each part.
            (options.ValueLengthLimit, options.MultipartBodyLengthLimit) = (LargestRequest, LargestRequest);
        });
    }

    /// <summary>Refuses what is too large by its own word before it is read, and the rest when it turns out to be.</summary>
    public static void UseRequestLimit(this WebApplication app) => app.Use((http, next) =>
    {
        if (http.Features.Get<IStatusCodeReExecuteFeature>() is not null)
            return next(http);
        if (http.Request.ContentLength > LargestRequest)
        {
            http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return Task.CompletedTask;
        }
        if (http.Request.ContentLength is null && http.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: false })
            http.Request.Body = new BoundedStream(http.Request.Body, LargestRequest, TooLarge);
        return next(http);
    });

    static BadHttpRequestException TooLarge() => new("The body is too large.", StatusCodes.Status413PayloadTooLarge);
}
