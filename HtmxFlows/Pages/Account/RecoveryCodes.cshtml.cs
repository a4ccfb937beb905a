using HtmxFlows.Accounts;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Account;

/// <summary>Makes new recovery codes for the user who is signed in, and knows the password.</summary>
public sealed class RecoveryCodesModel(SecondFactors factors, SignIn signIn) : PageModel
{
    [BindProperty]
    public string? Current { get; set; }

    /// <summary>The codes, which are shown once.</summary>
    public IReadOnlyList<string> Codes { get; private set; } = [];

    public IReadOnlyList<AccountProblem> Problems { get; private set; } = [];

    public IActionResult OnGet() => HttpContext.Person() is { SignedIn.HasSecondFactor: true } ? Page() : Redirect("~/account");

    public async Task<IActionResult> OnPost()
    {
        Response.Headers.CacheControl = "no-store";
        if (HttpContext.Person() is not { SignedIn: { HasSecondFactor: true } me } person)
            return NotFound();
        var outcome = await signIn.Confirm(me, Current, person.Address) is { } problem ? new SecondFactorOutcome.Refused([problem]) : await factors.RenewCodes(me, person);
        if (outcome is SecondFactorOutcome.Refused refused)
            (Problems, Response.StatusCode) = (refused.Problems, StatusCodes.Status422UnprocessableEntity);
        else
            Codes = ((SecondFactorOutcome.Saved)outcome).Codes;
        return Page();
    }
}
