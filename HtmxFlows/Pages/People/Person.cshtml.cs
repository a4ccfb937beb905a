using HtmxFlows.Accounts;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.People;

/// <summary>Changes a user: name, e-mail, role, and whether the user may sign in.</summary>
public sealed class PersonModel(Users users) : PageModel
{
    public User Person { get; private set; } = null!;

    public PersonForm Form { get; private set; } = null!;

    public IActionResult OnGet(Guid id)
    {
        if (users.Find(id) is not { } user)
            return NotFound();
        (Person, Form) = (user, PersonForm.Of(user));
        return Page();
    }

    public async Task<IActionResult> OnPost(Guid id, PersonForm form)
    {
        if (form.ToDetails() is not { } details)
            return BadRequest();
        switch (await users.Change(id, details, HttpContext.Actor()))
        {
            case UserOutcome.Saved:
                return SeeOther.To(this, $"{Request.PathBase}/people");
            case UserOutcome.Refused refused when users.Find(id) is { } user:
                (Person, Form, Response.StatusCode) = (user, form.Refused(refused.Problems), StatusCodes.Status422UnprocessableEntity);
                return Page();
            default:
                return NotFound();
        }
    }
}
