using HtmxFlows.Accounts;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Account;

/// <summary>Disconnects the user who is signed in from the identity provider. Only the password signs in from then on.</summary>
public sealed class IdentityRemovalModel(Identities identities) : PageModel
{
    public IActionResult OnGet() => Redirect("~/account");

    public async Task<IActionResult> OnPost() =>
        HttpContext.Person() is { } person && await identities.Disconnect(person.SignedIn, person) ? SeeOther.To(this, $"{Request.PathBase}/account") : NotFound();
}
