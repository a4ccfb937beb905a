using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows;

/// <summary>Changes the tags of a workflow.</summary>
public sealed class TagsModel(WorkflowStore workflows, WorkflowTags tags) : PageModel
{
    public Guid Id { get; private set; }

    /// <summary>The tags, separated by commas.</summary>
    public string Text { get; private set; } = "";

    public string? Problem { get; private set; }

    public IActionResult OnGet(Guid id)
    {
        if (workflows.Find(id) is null)
            return NotFound();
        (Id, Text) = (id, string.Join(", ", tags.Of(id)));
        return Page();
    }

    public async Task<IActionResult> OnPost(Guid id)
    {
        (Id, Text) = (id, Request.Form["tags"].FirstOrDefault() ?? "");
        var given = WorkflowTags.Read(Text);
        if ((Problem = WorkflowTags.FindProblem(given)) is not null)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return Page();
        }
        return await tags.Set(id, given, HttpContext.Actor()) ? SeeOther.To(this, $"{Request.PathBase}/workflows/{id}") : NotFound();
    }
}
