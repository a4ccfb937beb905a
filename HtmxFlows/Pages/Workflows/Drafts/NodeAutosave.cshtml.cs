using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows.Drafts;

/// <summary>Saves the form of a node while it is written. The answer has the parts of the editor that change with it, and never the form.</summary>
public sealed class NodeAutosaveModel(DraftEditor drafts, EditorAnswer answer) : PageModel, IReadsOpenForm
{
    public IActionResult OnGet(Guid id, string node) => answer.SeeOther(this, id, new() { Node = PathPart.Text(node) });

    public async Task<IActionResult> OnPost(Guid id, string node, long revision)
    {
        var here = new EditorChoice { Node = PathPart.Text(node) };
        return answer.Parts(this, id, await drafts.Edit(id, revision, HttpContext.Actor(), editor => NodeForm.Change(editor, here.Node, Request.Form)), here);
    }
}
