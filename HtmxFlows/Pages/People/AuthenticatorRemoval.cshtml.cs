using HtmxFlows.Accounts;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.People;

/// <summary>Removes the second factor of a user who has lost the app and the recovery codes.</summary>
public sealed class AuthenticatorRemovalModel(Users users, SecondFactors factors) : PageModel
{
    public IActionResult OnGet(Guid id) => Redirect($"~/people/{id}");

    public async Task<IActionResult> OnPost(Guid id) =>
        users.Find(id) is { } user && await factors.Remove(user, kept: null, HttpContext.Actor()) ? SeeOther.To(this, $"{Request.PathBase}/people/{id}") : NotFound();
}
