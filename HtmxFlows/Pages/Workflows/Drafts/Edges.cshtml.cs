using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows.Drafts;

/// <summary>Connects two nodes.</summary>
public sealed class EdgesModel(DraftEditor drafts, EditorAnswer answer) : PageModel
{
    public IActionResult OnGet(Guid id) => answer.SeeOther(this, id, new());

    public async Task<IActionResult> OnPost(Guid id, long revision, string? source, string? port, string? target) =>
        answer.Of(this, id, await drafts.Edit(id, revision, HttpContext.Actor(), editor => editor.Connect(source ?? "", port, target ?? "")), new() { Node = source });
}
