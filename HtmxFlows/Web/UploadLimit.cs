using HtmxFlows.Files;
using Microsoft.AspNetCore.Http.Features;

namespace HtmxFlows.Web;

/// <summary>The size limit of requests that start a run and send files: a file, besides what any request may have.</summary>
static class UploadLimit
{
    /// <summary>Allows the body of such a request, and reads its form within the limit.</summary>
    /// <returns>The limit, in bytes; null for every other request.</returns>
    public static long? Set(HttpContext http, FileLimits files)
    {
        if (!SendsFiles(http.Request))
            return null;
        var most = (long)files.FileBytes + RequestLimit.LargestRequest;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = most + RequestLimit.MostDropped;
        http.Features.Set<IFormFeature>(new FormFeature(http.Request, new()
        {
            ValueCountLimit = RequestLimit.MostFormValues,
            ValueLengthLimit = RequestLimit.LargestRequest,
            MultipartBodyLengthLimit = most,
        }));
        return most;
    }

    static bool SendsFiles(HttpRequest request) => HttpMethods.IsPost(request.Method)
        && (request.Path.Value?.EndsWith("/runs", StringComparison.OrdinalIgnoreCase) == true || request.Path.StartsWithSegments("/form"))
        && request.ContentType?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) == true;
}
