using HtmxFlows.Runs;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Runs;

/// <summary>Asks for confirmation, then deletes a run that has ended.</summary>
public sealed class DeletionModel(RunStore runs, RunDeletion deletion) : PageModel
{
    public RunLine Run { get; private set; } = null!;

    /// <summary>Why the run was not deleted.</summary>
    public string? Problem { get; private set; }

    public IActionResult OnGet(Guid id) => Load(id) ? Page() : NotFound();

    public async Task<IActionResult> OnPost(Guid id)
    {
        if (!Load(id))
            return NotFound();
        var outcome = await deletion.Delete(id, HttpContext.Actor(), HttpContext.RequestAborted);
        if (outcome is not RunDeletionOutcome.Refused refused)
            return SeeOther.To(this, $"{Request.PathBase}/workflows/{Run.WorkflowId}");
        Problem = refused.Problem;
        Response.StatusCode = refused.StatusCode();
        return Page();
    }

    bool Load(Guid id)
    {
        if (runs.Find(id) is not { } found)
            return false;
        Run = found;
        return true;
    }
}
