using HtmxFlows.Runs;
using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows;

/// <summary>Asks for confirmation, then deletes a workflow.</summary>
public sealed class DeleteModel(WorkflowStore workflows, RunStore runs, RunSupervisor supervisor) : PageModel
{
    public Workflow? Workflow { get; private set; }

    public int Unfinished { get; private set; }

    public IActionResult OnGet(Guid id)
    {
        Workflow = workflows.Find(id);
        Unfinished = runs.Unfinished(id).Count;
        return Workflow is null ? NotFound() : Page();
    }

    public async Task<IActionResult> OnPost(Guid id)
    {
        await Task.WhenAll(runs.Unfinished(id).Select(run => supervisor.Cancel(run, HttpContext.Actor())));
        return await workflows.Delete(id, HttpContext.Actor()) ? Redirect("~/") : NotFound();
    }
}
