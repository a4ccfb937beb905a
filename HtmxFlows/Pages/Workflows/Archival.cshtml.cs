using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows;

/// <summary>Archives a workflow: lists no longer show it.</summary>
public sealed class ArchivalModel(WorkflowArchive archive) : PageModel
{
    public IActionResult OnGet(Guid id) => Redirect($"~/workflows/{id}");

    public async Task<IActionResult> OnPost(Guid id) =>
        await archive.Add(id, HttpContext.Actor()) ? SeeOther.To(this, $"{Request.PathBase}/workflows/{id}") : NotFound();
}
