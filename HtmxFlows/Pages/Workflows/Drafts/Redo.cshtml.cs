using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows.Drafts;

/// <summary>Redoes the change of a draft that was undone last.</summary>
public sealed class RedoModel(DraftEditor drafts, EditorAnswer answer) : PageModel
{
    public IActionResult OnGet(Guid id) => answer.SeeOther(this, id, new());

    public async Task<IActionResult> OnPost(Guid id, long revision, string? node)
    {
        var here = new EditorChoice { Node = node };
        return answer.Of(this, id, await drafts.Redo(id, revision, HttpContext.Actor()), here, next: here);
    }
}
