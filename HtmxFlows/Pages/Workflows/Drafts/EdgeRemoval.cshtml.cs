using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows.Drafts;

/// <summary>Disconnects two nodes.</summary>
public sealed class EdgeRemovalModel(DraftEditor drafts, EditorAnswer answer) : PageModel
{
    public IActionResult OnGet(Guid id) => answer.SeeOther(this, id, new());

    public async Task<IActionResult> OnPost(Guid id, long revision, string? edge, string? node) =>
        answer.Of(this, id, await drafts.Edit(id, revision, HttpContext.Actor(), editor => editor.Disconnect(edge ?? "")), new() { Edge = edge, Node = node }, node is null ? null : new() { Node = node });
}
