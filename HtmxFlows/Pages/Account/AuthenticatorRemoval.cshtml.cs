using HtmxFlows.Accounts;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Account;

/// <summary>Removes the second factor of the user who is signed in, and knows the password.</summary>
public sealed class AuthenticatorRemovalModel(SecondFactors factors, SignIn signIn) : PageModel
{
    [BindProperty]
    public string? Current { get; set; }

    public IReadOnlyList<AccountProblem> Problems { get; private set; } = [];

    public IActionResult OnGet() => HttpContext.Person() is { SignedIn.HasSecondFactor: true } ? Page() : Redirect("~/account");

    public async Task<IActionResult> OnPost()
    {
        if (HttpContext.Person() is not { SignedIn: { HasSecondFactor: true } me } person)
            return NotFound();
        if (await signIn.Confirm(me, Current, person.Address) is { } problem)
        {
            (Problems, Response.StatusCode) = ([problem], StatusCodes.Status422UnprocessableEntity);
            return Page();
        }
        await factors.Remove(me, person.Browser, person);
        return SeeOther.To(this, $"{Request.PathBase}/account");
    }
}
