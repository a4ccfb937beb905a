using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows.Drafts;

/// <summary>Moves nodes into a new workflow.</summary>
public sealed class ExtractionModel(DraftEditor drafts, EditorAnswer answer) : PageModel
{
    public IActionResult OnGet(Guid id) => answer.SeeOther(this, id, new() { Panel = EditorPanel.Nodes });

    public async Task<IActionResult> OnPost(Guid id, long revision, string[] nodes, string? name) =>
        answer.Of(this, id, await drafts.Extract(id, revision, HttpContext.Actor(), nodes, (name ?? "").Trim()), new() { Panel = EditorPanel.Nodes }, chosen: nodes);
}
