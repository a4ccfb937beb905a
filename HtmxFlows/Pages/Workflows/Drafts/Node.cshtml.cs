using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows.Drafts;

/// <summary>Saves the form of a node.</summary>
public sealed class NodeModel(DraftEditor drafts, EditorAnswer answer) : PageModel, IReadsOpenForm
{
    public IActionResult OnGet(Guid id, string node) => answer.SeeOther(this, id, new() { Node = PathPart.Text(node) });

    /// <param name="wins">The revision over which the form wins where it conflicts.</param>
    /// <param name="go">The place of the workflow to go to; by default, the form stays open.</param>
    public async Task<IActionResult> OnPost(Guid id, string node, long revision, string? into, long? wins, string? go)
    {
        var here = new EditorChoice { Node = PathPart.Text(node) };
        return answer.Of(this, id, await drafts.Edit(id, revision, HttpContext.Actor(), editor => NodeForm.Change(editor, here.Node, Request.Form), wins), here, here with { Into = into }, go: go);
    }
}
