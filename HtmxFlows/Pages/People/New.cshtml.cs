using HtmxFlows.Accounts;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.People;

/// <summary>Adds a user. On an open server that is the first owner, who closes it.</summary>
public sealed class NewModel(Users users) : PageModel
{
    [BindProperty]
    public string? Password { get; set; }

    public PersonForm Form { get; private set; } = null!;

    public void OnGet() => Form = new() { Role = Role.Viewer.Word(), IsFirst = !users.Any() };

    public async Task<IActionResult> OnPost(PersonForm form)
    {
        var isFirst = !users.Any();
        if (form.ToDetails() is not { } details)
            return BadRequest();
        if (await users.Add(details, Password ?? "", HttpContext.Actor()) is UserOutcome.Refused refused)
            return Refuse(new PersonForm { Name = form.Name, Email = form.Email, Role = form.Role, IsFirst = isFirst }.Refused(refused.Problems));
        return SeeOther.To(this, $"{Request.PathBase}/people");
    }

    PageResult Refuse(PersonForm form)
    {
        (Form, Response.StatusCode) = (form, StatusCodes.Status422UnprocessableEntity);
        return Page();
    }
}
