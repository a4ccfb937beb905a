using HtmxFlows.Credentials;
using HtmxFlows.Outbound;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Credentials;

/// <summary>Sends the browser to the provider of an account, where the person agrees.</summary>
public sealed class AuthorizationModel(CredentialSource source, AccountRequests requests, AccountCookie cookie, ServerAddress server) : PageModel
{
    /// <summary>The address at the provider.</summary>
    public Uri Address { get; private set; } = null!;

    public IActionResult OnGet(Guid id) => Redirect($"~/credentials/{id}");

    public IActionResult OnPost(Guid id)
    {
        if (source.Current.Credentials.FirstOrDefault(one => one.Credential.Id == id) is not { Problem: null, Credential.Kind.Name: CredentialKind.OAuthCode } credential)
            return NotFound();
        (Address, var browser) = requests.Begin(credential, server.Of(Request, "/credentials/callback"), HttpContext.Actor());
        cookie.Write(HttpContext, browser);
        Response.Headers.CacheControl = "no-store";
        return Page();
    }
}
