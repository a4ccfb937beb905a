using HtmxFlows.Runs;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Runs;

/// <summary>Cancels a run. Cancelling a finished run changes nothing.</summary>
public sealed class CancellationModel(RunStore runs, RunSupervisor supervisor) : PageModel
{
    public IActionResult OnGet(Guid id) => Redirect($"~/runs/{id}");

    public async Task<IActionResult> OnPost(Guid id)
    {
        if (runs.Find(id) is null)
            return NotFound();
        await supervisor.Cancel(id, HttpContext.Actor());
        // With htmx the stream shows the change; without it the page does.
        return Request.Headers.ContainsKey("HX-Request") ? StatusCode(StatusCodes.Status204NoContent) : RunAddress.SeeOther(this, id);
    }
}
