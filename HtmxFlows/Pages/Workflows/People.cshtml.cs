using HtmxFlows.Accounts;
using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows;

/// <summary>Says who may use a workflow: all users, or only some, each with a role in it.</summary>
public sealed class PeopleModel(WorkflowStore workflows, WorkflowPeople people, Users users) : PageModel
{
    public Workflow Workflow { get; private set; } = null!;

    /// <summary>Whether the workflow is for some users only.</summary>
    public bool IsRestricted { get; private set; }

    /// <summary>Everyone who can be chosen. Owners see every workflow.</summary>
    public IReadOnlyList<(User User, Role? Role)> Lines { get; private set; } = [];

    public string? Problem { get; private set; }

    public IActionResult OnGet(Guid id)
    {
        var chosen = people.Of(id);
        return Load(id, chosen.Count > 0, user => chosen.TryGetValue(user.Id, out var role) ? role : null) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPost(Guid id)
    {
        var only = Request.Form["only"] == "true";
        if (!Load(id, only, user => Roles.Find(Request.Form[$"{user.Id}"]) is { } role && role <= user.Role ? role : null))
            return NotFound();
        var chosen = Lines.Where(line => only && line.Role is not null).ToDictionary(line => line.User.Id, line => line.Role!.Value);
        if (only && chosen.Count == 0)
        {
            (Problem, Response.StatusCode) = ("Choose at least one person.", StatusCodes.Status422UnprocessableEntity);
            return Page();
        }
        return await people.Set(id, chosen, HttpContext.Actor()) ? SeeOther.To(this, $"{Request.PathBase}/workflows/{id}") : NotFound();
    }

    bool Load(Guid id, bool isRestricted, Func<User, Role?> roleOf)
    {
        (Workflow, IsRestricted) = (workflows.Find(id)!, isRestricted);
        Lines = [.. users.List().Where(user => user.Role != Role.Owner).Select(user => (user, roleOf(user)))];
        return Workflow is not null;
    }
}
