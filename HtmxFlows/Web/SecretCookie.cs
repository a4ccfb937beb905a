using HtmxFlows.Accounts;

namespace HtmxFlows.Web;

/// <summary>A cookie that holds a secret. Over https it is bound to this host and never sent without encryption.</summary>
public abstract class SecretCookie(IConfiguration configuration, string name, TimeSpan lifetime)
{
    /// <summary>The public host, if it is reached over https: a proxy ends the encryption, and the app sees plain requests.</summary>
    readonly string? host = Uri.TryCreate(configuration["HtmxFlows:Address"], UriKind.Absolute, out var uri) && uri.Scheme == "https" ? uri.Authority : null;

    /// <summary>The secret that a request has; empty if it has none.</summary>
    public string Read(HttpRequest request) => request.Cookies[Name(request)] ?? "";

    public void Write(HttpContext http, string secret) => http.Response.Cookies.Append(Name(http.Request), secret, Options(http.Request, lifetime));

    public void Delete(HttpContext http) => http.Response.Cookies.Delete(Name(http.Request), Options(http.Request, null));

    string Name(HttpRequest request) => IsEncrypted(request) ? $"__Host-{name}" : name;

    bool IsEncrypted(HttpRequest request) => request.IsHttps || host is not null && string.Equals(request.Host.Value, host, StringComparison.OrdinalIgnoreCase);

    CookieOptions Options(HttpRequest request, TimeSpan? age) =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = IsEncrypted(request), Path = "/", MaxAge = age, IsEssential = true };
}

/// <summary>The cookie of a session.</summary>
public sealed class SessionCookie(IConfiguration configuration) : SecretCookie(configuration, "htmxflows-session", Sessions.LongestUse);

/// <summary>The cookie of an account at the identity provider that is about to be connected.</summary>
public sealed class IdentityCookie(IConfiguration configuration) : SecretCookie(configuration, "htmxflows-identity", Pending.Lifetime);

/// <summary>The cookie of an account for a credential that is about to be connected.</summary>
public sealed class AccountCookie(IConfiguration configuration) : SecretCookie(configuration, "htmxflows-account", Pending.Lifetime);

/// <summary>The cookie of a sign-in that takes more than one step.</summary>
public sealed class SignInCookie(IConfiguration configuration) : SecretCookie(configuration, "htmxflows-sign-in", Pending.Lifetime);
