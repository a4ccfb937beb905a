namespace HtmxFlows.Web;

/// <summary>The headers by which the browser helps to keep what nodes give inert.</summary>
static class SecurityHeaders
{
    const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; "
        + "frame-src 'self'; frame-ancestors 'self'; base-uri 'none'";

    /// <summary>A year. Hosts below the app's own are the business of their own operators.</summary>
    const string OnlyEncrypted = "max-age=31536000";

    public static void UseSecurityHeaders(this WebApplication app)
    {
        var encryption = new Encryption(app.Configuration);
        app.Use((http, next) =>
        {
            // At the last moment, since the answer to an error begins by clearing what there was.
            http.Response.OnStarting(() =>
            {
                Set(http.Response.Headers, http.GetEndpoint()?.Metadata.GetMetadata<Sandboxed>() is null ? ContentSecurityPolicy : "sandbox");
                if (encryption.Covers(http.Request))
                    Bind(http.Response.Headers, http.Request.Host.Host);
                return Task.CompletedTask;
            });
            return next(http);
        });
    }

    static void Set(IHeaderDictionary headers, string policy)
    {
        headers.ContentSecurityPolicy = policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
    }

    /// <summary>Binds the browser to encryption: for its next requests, and for the cookies that it is given, those of the framework included.</summary>
    static void Bind(IHeaderDictionary headers, string host)
    {
        // On a developer's machine it would be for whatever else listens there.
        if (!host.EndsWith("localhost", StringComparison.OrdinalIgnoreCase))
            headers.StrictTransportSecurity = OnlyEncrypted;
        if (headers.SetCookie.Count > 0)
            headers.SetCookie = new([.. headers.SetCookie.Select(cookie => cookie!.Contains("; secure", StringComparison.OrdinalIgnoreCase) ? cookie : $"{cookie}; secure")]);
    }
}
