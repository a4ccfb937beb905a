using HtmxFlows.Accounts;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Account;

/// <summary>Changes the name of the user who is signed in.</summary>
public sealed class NameModel(Users users) : PageModel
{
    [BindProperty]
    public string? Name { get; set; }

    public IReadOnlyList<AccountProblem> Problems { get; private set; } = [];

    public IActionResult OnGet()
    {
        Name = HttpContext.Person()?.Name;
        return Name is null ? Redirect("~/account") : Page();
    }

    public async Task<IActionResult> OnPost()
    {
        if (HttpContext.Person() is not { SignedIn.Id: var id } person || users.Find(id) is not { } me)
            return NotFound();
        if (await users.Change(id, new((Name ?? "").Trim(), me.Email, me.Role), person) is not UserOutcome.Refused refused)
            return SeeOther.To(this, $"{Request.PathBase}/account");
        (Problems, Response.StatusCode) = (refused.Problems, StatusCodes.Status422UnprocessableEntity);
        return Page();
    }
}
