using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows.Drafts;

/// <summary>Disables a node, or enables it again.</summary>
public sealed class NodeDisabledModel(DraftEditor drafts, EditorAnswer answer) : PageModel
{
    public IActionResult OnGet(Guid id, string node) => answer.SeeOther(this, id, new() { Node = PathPart.Text(node) });

    public async Task<IActionResult> OnPost(Guid id, string node, long revision, bool disabled)
    {
        var here = new EditorChoice { Node = PathPart.Text(node) };
        return answer.Of(this, id, await drafts.Edit(id, revision, HttpContext.Actor(), editor => editor.Disable(here.Node, disabled)), here);
    }
}
