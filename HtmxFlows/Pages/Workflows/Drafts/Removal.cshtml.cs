using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows.Drafts;

/// <summary>Removes nodes from a draft.</summary>
public sealed class RemovalModel(DraftEditor drafts, EditorAnswer answer) : PageModel
{
    public IActionResult OnGet(Guid id) => answer.SeeOther(this, id, new() { Panel = EditorPanel.Nodes });

    public async Task<IActionResult> OnPost(Guid id, long revision, string[] nodes, bool join) =>
        answer.Of(this, id, await drafts.Edit(id, revision, HttpContext.Actor(), editor => editor.Delete(nodes, join)), new());
}
