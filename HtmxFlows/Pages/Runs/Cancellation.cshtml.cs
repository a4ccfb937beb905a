using HtmxFlows.Accounts;
using HtmxFlows.Runs;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Runs;

/// <summary>Cancels a run; cancelling one that has ended changes nothing.</summary>
public sealed class CancellationModel(RunStore runs, RunSupervisor supervisor) : PageModel
{
    public IActionResult OnGet(Guid id) => Redirect($"~/runs/{id}");

    public async Task<IActionResult> OnPost(Guid id)
    {
        if (runs.Find(id) is null)
            return NotFound();
        await supervisor.Cancel(id, Actor.Anonymous);
        // htmx has the stream to show what happens; a browser without it has the page.
        return Request.Headers.ContainsKey("HX-Request") ? StatusCode(StatusCodes.Status204NoContent) : RunAddress.SeeOther(this, id);
    }
}
