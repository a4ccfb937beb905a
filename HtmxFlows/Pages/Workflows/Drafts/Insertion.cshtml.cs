using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows.Drafts;

/// <summary>Pastes nodes that were copied as JSON.</summary>
public sealed class InsertionModel(DraftEditor drafts, EditorAnswer answer) : PageModel
{
    public IActionResult OnGet(Guid id) => answer.SeeOther(this, id, new() { Add = NodePlace.Alone });

    public async Task<IActionResult> OnPost(Guid id, long revision, string? json) =>
        answer.Of(this, id, await drafts.Edit(id, revision, HttpContext.Actor(), editor => editor.Paste(json ?? "")), new() { Add = NodePlace.Alone });
}
