using HtmxFlows.Accounts;

namespace HtmxFlows.Web;

/// <summary>A cookie that holds a secret. Over https it is bound to this host and never sent without encryption.</summary>
public abstract class SecretCookie(IConfiguration configuration, string name, TimeSpan lifetime)
{
    readonly Encryption encryption = new(configuration);

    /// <summary>The secret that a request has; empty if it has none.</summary>
    public string Read(HttpRequest request) => request.Cookies[Name(request)] ?? "";

    public void Write(HttpContext http, string secret) => http.Response.Cookies.Append(Name(http.Request), secret, Options(http.Request, lifetime));

    public void Delete(HttpContext http) => http.Response.Cookies.Delete(Name(http.Request), Options(http.Request, null));

    string Name(HttpRequest request) => encryption.Covers(request) ? $"__Host-{name}" : name;

    CookieOptions Options(HttpRequest request, TimeSpan? age) =>
        new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = encryption.Covers(request), Path = "/", MaxAge = age, IsEssential = true };
}

/// <summary>The cookie of a session.</summary>
public sealed class SessionCookie(IConfiguration configuration) : SecretCookie(configuration, "htmxflows-session", Sessions.LongestUse);

/// <summary>The cookie of an account at the identity provider that is about to be connected.</summary>
public sealed class IdentityCookie(IConfiguration configuration) : SecretCookie(configuration, "htmxflows-identity", Pending.Lifetime);

/// <summary>The cookie of an account for a credential that is about to be connected.</summary>
public sealed class AccountCookie(IConfiguration configuration) : SecretCookie(configuration, "htmxflows-account", Pending.Lifetime);

/// <summary>The cookie of a sign-in that takes more than one step.</summary>
public sealed class SignInCookie(IConfiguration configuration) : SecretCookie(configuration, "htmxflows-sign-in", Pending.Lifetime);

/// <summary>The cookie of a browser that has opened a public chat. It makes the conversations its own.</summary>
public sealed class VisitorCookie(IConfiguration configuration) : SecretCookie(configuration, "htmxflows-visitor", Lifetime)
{
    /// <summary>How long a browser is known after its last visit.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);
}
