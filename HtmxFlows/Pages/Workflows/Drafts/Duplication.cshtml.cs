using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows.Drafts;

/// <summary>Duplicates nodes.</summary>
public sealed class DuplicationModel(DraftEditor drafts, EditorAnswer answer) : PageModel
{
    public IActionResult OnGet(Guid id) => answer.SeeOther(this, id, new() { Panel = EditorPanel.Nodes });

    public async Task<IActionResult> OnPost(Guid id, long revision, string[] nodes) =>
        answer.Of(this, id, await drafts.Edit(id, revision, HttpContext.Actor(), editor => editor.Duplicate(nodes)), new());
}
