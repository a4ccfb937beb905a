using HtmxFlows.Accounts;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Account;

/// <summary>Revokes an API token of the user who is signed in.</summary>
public sealed class TokenRevocationModel(ApiTokens tokens) : PageModel
{
    public IActionResult OnGet() => Redirect("~/account/tokens");

    public async Task<IActionResult> OnPost(Guid id) =>
        HttpContext.Person() is { } person && await tokens.Revoke(person.SignedIn.Id, id, person) ? SeeOther.To(this, $"{Request.PathBase}/account/tokens") : NotFound();
}
