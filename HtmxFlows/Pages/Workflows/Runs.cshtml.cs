using HtmxFlows.Runs;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows;

/// <summary>Starts a run of a workflow; if it cannot be started, says why, with the form as it was sent.</summary>
public sealed class RunsModel(WorkflowStore workflows, RunSupervisor runs) : PageModel
{
    public Workflow? Workflow { get; private set; }

    [BindProperty]
    public string? Prompt { get; set; }

    [BindProperty]
    public Guid? Thread { get; set; }

    public string? Problem { get; private set; }

    public IActionResult OnGet(Guid id) => Redirect($"~/workflows/{id}");

    public async Task<IActionResult> OnPost(Guid id)
    {
        if ((Workflow = workflows.Find(id)) is null)
            return NotFound();
        (var run, Problem) = ModelState.IsValid
            ? await runs.Start(new(id, Prompt ?? "", "form", Thread))
            : (null, "The conversation has no such number. Open it again and send the prompt from there.");
        if (run is not null)
            return RunAddress.SeeOther(this, run.Value);
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}
