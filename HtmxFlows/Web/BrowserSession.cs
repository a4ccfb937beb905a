using HtmxFlows.Accounts;

namespace HtmxFlows.Web;

/// <summary>Gives browsers their sessions.</summary>
public sealed class BrowserSession(SessionCookie cookie, SignInCookie step, Sessions sessions)
{
    /// <summary>Signs a user in with the browser that sends a request.</summary>
    public async Task Begin(HttpContext http, User user) => await Take(http, await sessions.Begin(user, ClientAddress.Of(http), AgentOf(http)));

    /// <summary>Gives a browser the secret of its new session, which replaces an earlier one.</summary>
    public async Task Take(HttpContext http, string secret)
    {
        if (http.Person() is { IsToken: false } person)
            await sessions.End(person.SignedIn, person.Browser, person);
        step.Delete(http);
        cookie.Write(http, secret);
    }

    /// <summary>How the browser calls itself.</summary>
    public static string AgentOf(HttpContext http) => http.Request.Headers.UserAgent.ToString();
}
