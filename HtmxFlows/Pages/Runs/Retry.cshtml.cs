using HtmxFlows.Runs;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Runs;

/// <summary>Runs the same prompt again, with the newest version, as the next turn of the conversation.</summary>
public sealed class RetryModel(RunStore runs, RunSupervisor supervisor) : PageModel
{
    public Guid Run { get; private set; }

    public string? Problem { get; private set; }

    public IActionResult OnGet(Guid id) => Redirect($"~/runs/{id}");

    public async Task<IActionResult> OnPost(Guid id)
    {
        if (runs.Find(id) is not { } before)
            return NotFound();
        (var again, Problem) = await supervisor.Start(new(before.WorkflowId, before.Prompt, "again", before.ThreadId));
        if (again is not null)
            return RunAddress.SeeOther(this, again.Value);
        Run = id;
        Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return Page();
    }
}
