using HtmxFlows.Data;
using HtmxFlows.Files;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace HtmxFlows.Web;

/// <summary>The size limits of requests.</summary>
static class RequestLimit
{
    /// <summary>The largest body of a request, in bytes.</summary>
    public const int LargestRequest = 8 * 1024 * 1024;

    /// <summary>
    /// How much of a refused body is read and discarded, in bytes: many clients read a response only after sending everything. Kestrel
    /// reads after the response, for at most 5 seconds.
    /// </summary>
    public const int MostDropped = 64 * 1024 * 1024;

    /// <summary>The limit of values in a form. The editor sends several per row of a list.</summary>
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

    /// <summary>Refuses a body by its declared length before reading it, or when it exceeds the limit while it is read.</summary>
    public static void UseRequestLimit(this WebApplication app)
    {
        var files = app.Services.GetRequiredService<FileLimits>();
        app.Use((http, next) => http.Features.Get<IStatusCodeReExecuteFeature>() is not null ? next(http) : Limit(http, UploadLimit.Set(http, files) ?? LargestRequest, next));
    }

    static Task Limit(HttpContext http, long most, RequestDelegate next)
    {
        if (http.Request.ContentLength > most)
        {
            http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return Task.CompletedTask;
        }
        if (http.Request.ContentLength is null && http.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: false })
            http.Request.Body = new BoundedStream(http.Request.Body, most, TooLarge);
        return next(http);
    }

    static BadHttpRequestException TooLarge() => new("The body is too large.", StatusCodes.Status413PayloadTooLarge);
}
