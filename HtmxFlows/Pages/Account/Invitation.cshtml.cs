using HtmxFlows.Accounts;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Account;

/// <summary>Makes a person with an invitation a user, and signs the person in.</summary>
public sealed class InvitationModel(Invitations invitations, BrowserSession browser) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Token { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Email { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    /// <summary>Null if the link does not work.</summary>
    public Invitation? Invitation { get; private set; }

    public IReadOnlyList<AccountProblem> Problems { get; private set; } = [];

    public IActionResult OnGet()
    {
        Response.Headers.CacheControl = "no-store";
        return Show(invitations.Find(Token) is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK);
    }

    public async Task<IActionResult> OnPost()
    {
        var actor = HttpContext.Actor();
        switch (await invitations.Accept(Token, (Name ?? "").Trim(), (Email ?? "").Trim(), Password ?? "", actor))
        {
            case UserOutcome.Saved saved:
                await browser.Begin(HttpContext, saved.User);
                return SeeOther.To(this, $"{Request.PathBase}/");
            case UserOutcome.Refused refused:
                Problems = refused.Problems;
                return Show(StatusCodes.Status422UnprocessableEntity);
            default:
                return Show(StatusCodes.Status404NotFound);
        }
    }

    PageResult Show(int status)
    {
        (Response.StatusCode, Invitation) = (status, invitations.Find(Token));
        return Page();
    }
}
