using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows.Drafts;

/// <summary>Takes the flow of a version into the draft.</summary>
public sealed class RestorationModel(DraftEditor drafts, EditorAnswer answer) : PageModel
{
    public IActionResult OnGet(Guid id) => answer.SeeOther(this, id, new());

    public async Task<IActionResult> OnPost(Guid id, long revision, int version) =>
        answer.Of(this, id, await drafts.Restore(id, revision, HttpContext.Actor(), version), new());
}
