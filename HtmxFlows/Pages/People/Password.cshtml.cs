using HtmxFlows.Accounts;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.People;

/// <summary>Sets a new password for a user who has forgotten it.</summary>
public sealed class PasswordModel(Users users) : PageModel
{
    [BindProperty]
    public string? Password { get; set; }

    public User Person { get; private set; } = null!;

    public IReadOnlyList<AccountProblem> Problems { get; private set; } = [];

    public IActionResult OnGet(Guid id) => Load(id) ? Page() : NotFound();

    public async Task<IActionResult> OnPost(Guid id)
    {
        if (!Load(id))
            return NotFound();
        if (await users.SetPassword(id, Password ?? "", kept: null, HttpContext.Actor()) is not UserOutcome.Refused refused)
            return SeeOther.To(this, $"{Request.PathBase}/people/{id}");
        (Problems, Response.StatusCode) = (refused.Problems, StatusCodes.Status422UnprocessableEntity);
        return Page();
    }

    bool Load(Guid id)
    {
        Person = users.Find(id)!;
        return Person is not null;
    }
}
