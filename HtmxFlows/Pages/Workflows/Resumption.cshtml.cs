using HtmxFlows.Triggers;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows;

/// <summary>Ends the pause of a schedule whose runs had failed.</summary>
public sealed class ResumptionModel(Schedules schedules) : PageModel
{
    public IActionResult OnGet(Guid id) => Redirect($"~/workflows/{id}/deliveries");

    public async Task<IActionResult> OnPost(Guid id, string node) =>
        await schedules.Resume(id, PathPart.Text(node), HttpContext.Actor()) ? SeeOther.To(this, $"{Request.PathBase}/workflows/{id}/deliveries") : NotFound();
}
