using Microsoft.AspNetCore.Http.Features;

namespace HtmxFlows.Web;

/// <summary>What every endless answer needs, so that nothing between the server and the reader holds it back.</summary>
public static class StreamResponse
{
    public static void Begin(HttpContext http, string contentType)
    {
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        http.Response.ContentType = contentType;
        http.Response.Headers.CacheControl = "no-store, no-transform";
        http.Response.Headers.ContentEncoding = "identity";
        http.Response.Headers["X-Accel-Buffering"] = "no";
    }
}
