using HtmxFlows.Accounts;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Account;

/// <summary>Connects the account at the identity provider with which the browser has just signed in there to the user who is signed in here.</summary>
public sealed class IdentityModel(Identities identities, Pending<ExternalIdentity> pending, IdentityCookie cookie, ProviderOptions provider) : PageModel
{
    public ProviderOptions Provider => provider;

    /// <summary>The account; null if none waits to be connected.</summary>
    public ExternalIdentity? Identity { get; private set; }

    /// <summary>Whether the account is another user's.</summary>
    public bool IsTaken { get; private set; }

    public IActionResult OnGet()
    {
        Load();
        return Page();
    }

    public async Task<IActionResult> OnPost()
    {
        Load();
        if (HttpContext.Person() is not { } person || Identity is not { } identity)
            return Page();
        if (await identities.Connect(person.SignedIn, identity, person))
        {
            pending.End(cookie.Read(Request));
            cookie.Delete(HttpContext);
            return SeeOther.To(this, $"{Request.PathBase}/account");
        }
        (IsTaken, Response.StatusCode) = (true, StatusCodes.Status409Conflict);
        return Page();
    }

    void Load()
    {
        Response.Headers.CacheControl = "no-store";
        Identity = pending.Find(cookie.Read(Request));
    }
}
