using HtmxFlows.Accounts;

namespace HtmxFlows.Web;

/// <summary>The cookie that holds the secret of a session. Over https it is bound to this host and never sent without encryption.</summary>
public sealed class SessionCookie(IConfiguration configuration)
{
    const string Plain = "htmxflows-session", Bound = "__Host-htmxflows-session";

    /// <summary>The public host, if it is reached over https: a proxy ends the encryption, and the app sees plain requests.</summary>
    readonly string? host = Uri.TryCreate(configuration["HtmxFlows:Address"], UriKind.Absolute, out var uri) && uri.Scheme == "https" ? uri.Authority : null;

    /// <summary>The secret that a request has; empty if it has none.</summary>
    public string Read(HttpRequest request) => request.Cookies[IsEncrypted(request) ? Bound : Plain] ?? "";

    public void Write(HttpContext http, string secret) =>
        http.Response.Cookies.Append(IsEncrypted(http.Request) ? Bound : Plain, secret, Options(http.Request, Sessions.LongestUse));

    public void Delete(HttpContext http) => http.Response.Cookies.Delete(IsEncrypted(http.Request) ? Bound : Plain, Options(http.Request, null));

    bool IsEncrypted(HttpRequest request) => request.IsHttps || host is not null && string.Equals(request.Host.Value, host, StringComparison.OrdinalIgnoreCase);

    CookieOptions Options(HttpRequest request, TimeSpan? age) =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = IsEncrypted(request), Path = "/", MaxAge = age, IsEssential = true };
}
