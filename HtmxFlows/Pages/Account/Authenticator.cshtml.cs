using HtmxFlows.Accounts;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Account;

/// <summary>Adds or replaces the authenticator app of the user who is signed in, with the password and a first code.</summary>
public sealed class AuthenticatorModel(SecondFactors factors, Users users, SignIn signIn) : PageModel
{
    [BindProperty]
    public string? Secret { get; set; }

    [BindProperty]
    public string? Code { get; set; }

    [BindProperty]
    public string? Current { get; set; }

    public User Me { get; private set; } = null!;

    public AppSecret NewSecret { get; private set; } = AppSecret.New();

    /// <summary>How many recovery codes are left.</summary>
    public int CodesLeft { get; private set; }

    /// <summary>New recovery codes, which are shown once.</summary>
    public IReadOnlyList<string> Codes { get; private set; } = [];

    public IReadOnlyList<AccountProblem> Problems { get; private set; } = [];

    public IActionResult OnGet() => Load() ? Page() : Redirect("~/account");

    public async Task<IActionResult> OnPost()
    {
        if (!Load())
            return NotFound();
        if (AppSecret.Parse(Secret ?? "") is not { } secret)
            return BadRequest();
        NewSecret = secret;
        var outcome = await signIn.Confirm(Me, Current, HttpContext.Actor().Address) is { } problem ? new SecondFactorOutcome.Refused([problem]) : await factors.Set(Me, secret, Code ?? "", HttpContext.Actor());
        if (outcome is SecondFactorOutcome.Refused refused)
            (Problems, Response.StatusCode) = (refused.Problems, StatusCodes.Status422UnprocessableEntity);
        else
            Codes = ((SecondFactorOutcome.Saved)outcome).Codes;
        return Page();
    }

    bool Load()
    {
        Response.Headers.CacheControl = "no-store";
        // A user without a password has nothing to confirm with, and needs no code here.
        if (HttpContext.Person() is not { SignedIn.Id: var id } || users.Find(id) is not { HasPassword: true } me)
            return false;
        (Me, CodesLeft) = (me, factors.CountCodes(id));
        return true;
    }
}
