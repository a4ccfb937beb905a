using HtmxFlows.Accounts;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Account;

/// <summary>The account of the user who is signed in, and the browsers in which the user is.</summary>
public sealed class IndexModel(Users users, Sessions sessions, Identities identities, ProviderOptions provider) : PageModel
{
    /// <summary>Null if nobody is signed in.</summary>
    public User? Me { get; private set; }

    public ProviderOptions Provider => provider;

    /// <summary>The accounts at the identity provider with which the user signs in.</summary>
    public IReadOnlyList<ConnectedIdentity> Identities { get; private set; } = [];

    /// <summary>The session of this browser.</summary>
    public Guid? Current => HttpContext.Actor().Session;

    public IReadOnlyList<Session> Sessions { get; private set; } = [];

    public void OnGet()
    {
        Response.Headers.CacheControl = "no-store";
        if (HttpContext.Person() is { SignedIn.Id: var id })
            (Me, Sessions, Identities) = (users.Find(id), sessions.Of(id), identities.Of(id));
    }
}
