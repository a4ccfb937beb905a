using HtmxFlows.Accounts;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Account;

/// <summary>Signs out: the session of this browser ends.</summary>
public sealed class SignOutModel(Sessions sessions, SessionCookie cookie) : PageModel
{
    public IActionResult OnGet() => Redirect("~/account");

    public async Task<IActionResult> OnPost()
    {
        if (HttpContext.Person() is { } person)
            await sessions.End(person.SignedIn, person.Browser, person);
        cookie.Delete(HttpContext);
        return SeeOther.To(this, $"{Request.PathBase}/sign-in");
    }
}
