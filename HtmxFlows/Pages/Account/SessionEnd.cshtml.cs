using HtmxFlows.Accounts;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Account;

/// <summary>Signs out another browser of the user.</summary>
public sealed class SessionEndModel(Sessions sessions) : PageModel
{
    public IActionResult OnGet() => Redirect("~/account");

    public async Task<IActionResult> OnPost(Guid id) =>
        HttpContext.Person() is { } person && await sessions.End(person.SignedIn, id, person) ? SeeOther.To(this, $"{Request.PathBase}/account") : NotFound();
}
