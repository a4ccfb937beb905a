using HtmxFlows.Accounts;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Account;

/// <summary>Makes the first owner of a server that others can reach, for those who can read its log.</summary>
public sealed class SetupModel(Users users, SetupToken setup, BrowserSession browser) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Token { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Email { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    public bool IsValid { get; private set; }

    public IReadOnlyList<AccountProblem> Problems { get; private set; } = [];

    public IActionResult OnGet() => Load() ? Page() : Refuse(StatusCodes.Status403Forbidden);

    public async Task<IActionResult> OnPost()
    {
        if (!Load())
            return Refuse(StatusCodes.Status403Forbidden);
        var actor = HttpContext.Actor();
        var outcome = await users.Add(new((Name ?? "").Trim(), (Email ?? "").Trim(), Role.Owner), Password ?? "", actor);
        if (outcome is not UserOutcome.Saved saved)
            return Refuse(StatusCodes.Status422UnprocessableEntity, outcome as UserOutcome.Refused);
        setup.Use();
        await browser.Begin(HttpContext, saved.User);
        return SeeOther.To(this, $"{Request.PathBase}/people");
    }

    bool Load()
    {
        Response.Headers.CacheControl = "no-store";
        return IsValid = !users.Any() && setup.Fits(Token);
    }

    PageResult Refuse(int status, UserOutcome.Refused? refused = null)
    {
        (Response.StatusCode, Problems) = (status, refused?.Problems ?? []);
        return Page();
    }
}
