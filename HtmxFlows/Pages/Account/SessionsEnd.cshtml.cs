using HtmxFlows.Accounts;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Account;

/// <summary>Signs out all other browsers of the user.</summary>
public sealed class SessionsEndModel(Sessions sessions) : PageModel
{
    public IActionResult OnGet() => Redirect("~/account");

    public async Task<IActionResult> OnPost()
    {
        if (HttpContext.Person() is not { } person)
            return NotFound();
        await sessions.EndOthers(person.SignedIn, person.Browser, person);
        return SeeOther.To(this, $"{Request.PathBase}/account");
    }
}
