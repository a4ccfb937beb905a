using HtmxFlows.Nodes;
using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows.Drafts;

/// <summary>Adds a node.</summary>
public sealed class AdditionModel(DraftEditor drafts, NodeCatalogue catalogue, EditorAnswer answer) : PageModel
{
    public IActionResult OnGet(Guid id) => answer.SeeOther(this, id, new() { Add = NodePlace.Alone });

    public async Task<IActionResult> OnPost(Guid id, long revision, string? type, NodePlace? add, string? to, string? port)
    {
        var outcome = await drafts.Edit(id, revision, HttpContext.Actor(), editor => editor.Add(type ?? "", add ?? NodePlace.Alone, to, port));
        var next = outcome is EditOutcome.Applied applied ? new EditorChoice { Node = applied.Done.Node, At = catalogue.Find(type!)?.Shape.FirstToFill } : null;
        return answer.Of(this, id, outcome, new() { Add = add, To = to, Port = port }, next);
    }
}
