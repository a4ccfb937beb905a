using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows;

/// <summary>Changes a workflow; each change of the flow makes a version.</summary>
public sealed class EditModel(WorkflowStore workflows) : PageModel
{
    public Workflow Workflow { get; private set; } = null!;

    [BindProperty(Name = "")]
    public WorkflowForm Form { get; set; } = new();

    /// <summary>The version that the form was filled from.</summary>
    [BindProperty]
    public int BasedOn { get; set; }

    public IReadOnlyList<FlowProblem> Problems { get; private set; } = [];

    public bool IsConflict { get; private set; }

    public IActionResult OnGet(Guid id)
    {
        if (!Load(id))
            return NotFound();
        Form = new() { Name = Workflow.Name, Description = Workflow.Description, Flow = workflows.FindVersion(id, Workflow.Latest)!.Flow };
        return Page();
    }

    public async Task<IActionResult> OnPost(Guid id)
    {
        if (!Load(id))
            return NotFound();
        (var version, Problems) = await workflows.Update(id, BasedOn, Form.ToDraft(), Form.Draft);
        if (version is not null)
            return Redirect($"~/workflows/{id}");
        IsConflict = Problems.Count == 0;
        Form.HasProblems = !IsConflict;
        Response.StatusCode = IsConflict ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity;
        return Load(id) ? Page() : NotFound();
    }

    bool Load(Guid id)
    {
        Workflow = workflows.Find(id)!;
        return Workflow is not null;
    }
}
