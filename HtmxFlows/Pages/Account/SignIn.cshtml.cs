using HtmxFlows.Accounts;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Account;

/// <summary>Signs in by name and password, and returns to the page that asked for it.</summary>
public sealed class SignInModel(SignIn signIn, BrowserSession browser, SignInCookie step, Openness openness, TimeProvider time, ProviderOptions provider) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Return { get; set; }

    [BindProperty]
    public string? Login { get; set; }

    /// <summary>The password.</summary>
    [BindProperty]
    public string? Current { get; set; }

    public ProviderOptions Provider => provider;

    /// <summary>Why nobody was signed in; null before the first attempt.</summary>
    public SignInProblem? Problem { get; private set; }

    public IActionResult OnGet()
    {
        Response.Headers.CacheControl = "no-store";
        return openness.IsUnset ? Redirect("~/setup") : HttpContext.Actor().Is(Role.Viewer) ? Redirect($"~{ReturnAddress.Checked(Return)}") : Page();
    }

    public async Task<IActionResult> OnPost()
    {
        Response.Headers.CacheControl = "no-store";
        var outcome = await signIn.Try(Login ?? "", Current ?? "", HttpContext.Actor().Address ?? "", BrowserSession.AgentOf(HttpContext));
        switch (outcome)
        {
            case SignInOutcome.Started started:
                await browser.Take(HttpContext, started.Secret);
                return SeeOther.To(this, $"{Request.PathBase}{ReturnAddress.Checked(Return)}");
            case SignInOutcome.CodeNeeded needed:
                step.Write(HttpContext, needed.Secret);
                return SeeOther.To(this, $"{Request.PathBase}/sign-in/code?return={Uri.EscapeDataString(ReturnAddress.Checked(Return))}");
            default:
                Problem = SignInProblem.Of(outcome, "The name or the password is wrong.", time.GetUtcNow()).Set(Response);
                return Page();
        }
    }
}
