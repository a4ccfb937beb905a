using HtmxFlows.Accounts;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Account;

/// <summary>Changes the password of the user who is signed in, and knows the current one.</summary>
public sealed class PasswordModel(Users users, SignIn signIn) : PageModel
{
    [BindProperty]
    public string? Current { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    public IReadOnlyList<AccountProblem> Problems { get; private set; } = [];

    public IActionResult OnGet() => HttpContext.Person() is null ? Redirect("~/account") : Page();

    public async Task<IActionResult> OnPost()
    {
        if (HttpContext.Person() is not { } person)
            return NotFound();
        if (await signIn.Confirm(person.SignedIn, Current, person.Address) is { } problem)
            return Refuse([problem]);
        return await users.SetPassword(person.SignedIn.Id, Password ?? "", person.Browser, person) is UserOutcome.Refused refused ? Refuse(refused.Problems) : SeeOther.To(this, $"{Request.PathBase}/account");
    }

    PageResult Refuse(IReadOnlyList<AccountProblem> problems)
    {
        (Problems, Response.StatusCode) = (problems, StatusCodes.Status422UnprocessableEntity);
        return Page();
    }
}
