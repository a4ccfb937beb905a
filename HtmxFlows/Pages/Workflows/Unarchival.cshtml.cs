using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows;

/// <summary>Restores a workflow from the archive.</summary>
public sealed class UnarchivalModel(WorkflowArchive archive) : PageModel
{
    public IActionResult OnGet(Guid id) => Redirect($"~/workflows/{id}");

    public async Task<IActionResult> OnPost(Guid id) =>
        await archive.Remove(id, HttpContext.Actor()) ? SeeOther.To(this, $"{Request.PathBase}/workflows/{id}") : NotFound();
}
