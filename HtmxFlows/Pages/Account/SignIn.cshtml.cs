using System.Globalization;
using HtmxFlows.Accounts;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Account;

/// <summary>Signs in by name and password, and returns to the page that asked for it.</summary>
public sealed class SignInModel(SignIn signIn, SessionCookie cookie, Sessions sessions, Openness openness, TimeProvider time) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Return { get; set; }

    [BindProperty]
    public string? Login { get; set; }

    /// <summary>The password.</summary>
    [BindProperty]
    public string? Current { get; set; }

    /// <summary>Why nobody was signed in; null before the first attempt.</summary>
    public string? Problem { get; private set; }

    public IActionResult OnGet()
    {
        Response.Headers.CacheControl = "no-store";
        return openness.IsUnset ? Redirect("~/setup") : HttpContext.Actor().Is(Role.Viewer) ? Redirect($"~{ReturnAddress.Checked(Return)}") : Page();
    }

    public async Task<IActionResult> OnPost()
    {
        Response.Headers.CacheControl = "no-store";
        switch (await signIn.Try(Login ?? "", Current ?? "", HttpContext.Actor().Address ?? "", Request.Headers.UserAgent.ToString()))
        {
            case SignInOutcome.Started started:
                await EndEarlier();
                cookie.Write(HttpContext, started.Secret);
                return SeeOther.To(this, $"{Request.PathBase}{ReturnAddress.Checked(Return)}");
            case SignInOutcome.Throttled throttled:
                var minutes = Math.Max(1, (int)Math.Ceiling((throttled.Until - time.GetUtcNow()).TotalMinutes));
                Response.Headers.RetryAfter = (minutes * 60).ToString(CultureInfo.InvariantCulture);
                return Refuse(StatusCodes.Status429TooManyRequests, string.Create(CultureInfo.InvariantCulture, $"Too many attempts. Try again in {minutes} {(minutes == 1 ? "minute" : "minutes")}."));
            case SignInOutcome.Busy:
                return Refuse(StatusCodes.Status503ServiceUnavailable, "Too many people sign in at this moment. Try again in a few seconds.");
            default:
                return Refuse(StatusCodes.Status422UnprocessableEntity, "The name or the password is wrong.");
        }
    }

    /// <summary>Ends the browser's earlier session, which the new one replaces.</summary>
    Task EndEarlier() => HttpContext.Person() is { } person ? sessions.End(person.SignedIn, person.Browser, person) : Task.CompletedTask;

    PageResult Refuse(int status, string problem)
    {
        (Response.StatusCode, Problem) = (status, problem);
        return Page();
    }
}
