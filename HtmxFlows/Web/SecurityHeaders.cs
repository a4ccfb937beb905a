namespace HtmxFlows.Web;

/// <summary>The headers by which the browser helps to keep what nodes give inert.</summary>
static class SecurityHeaders
{
    const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; "
        + "frame-src 'self'; frame-ancestors 'self'; base-uri 'none'";

    public static void UseSecurityHeaders(this WebApplication app) => app.Use((http, next) =>
    {
        // At the last moment, since the answer to an error begins by clearing what there was.
        http.Response.OnStarting(() => Task.FromResult(Set(http.Response.Headers, http.GetEndpoint()?.Metadata.GetMetadata<Sandboxed>() is null ? ContentSecurityPolicy : "sandbox")));
        return next(http);
    });

    static IHeaderDictionary Set(IHeaderDictionary headers, string policy)
    {
        headers.ContentSecurityPolicy = policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        return headers;
    }
}
