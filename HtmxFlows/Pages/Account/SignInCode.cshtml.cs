using HtmxFlows.Accounts;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Account;

/// <summary>The second step of signing in: a code of the authenticator app, or a recovery code.</summary>
public sealed class SignInCodeModel(SignIn signIn, BrowserSession browser, SignInCookie step, TimeProvider time) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Return { get; set; }

    [BindProperty]
    public string? Code { get; set; }

    /// <summary>Why nobody was signed in; null before the first attempt.</summary>
    public SignInProblem? Problem { get; private set; }

    public IActionResult OnGet()
    {
        Response.Headers.CacheControl = "no-store";
        return step.Read(Request).Length > 0 ? Page() : Redirect("~/sign-in");
    }

    public async Task<IActionResult> OnPost()
    {
        Response.Headers.CacheControl = "no-store";
        var outcome = await signIn.TryCode(step.Read(Request), Code ?? "", HttpContext.Actor().Address ?? "", BrowserSession.AgentOf(HttpContext));
        if (outcome is SignInOutcome.Started started)
        {
            await browser.Take(HttpContext, started.Secret);
            return SeeOther.To(this, $"{Request.PathBase}{ReturnAddress.Checked(Return)}");
        }
        Problem = SignInProblem.Of(outcome, "The code is wrong or was used before. Enter the one that the app shows now, or a recovery code.", time.GetUtcNow()).Set(Response);
        return Page();
    }
}
