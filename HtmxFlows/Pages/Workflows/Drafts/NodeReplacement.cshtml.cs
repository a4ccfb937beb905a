using HtmxFlows.Nodes;
using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows.Drafts;

/// <summary>Puts a node of another type in the place of a node.</summary>
public sealed class NodeReplacementModel(DraftEditor drafts, NodeCatalogue catalogue, EditorAnswer answer) : PageModel
{
    public IActionResult OnGet(Guid id, string node) => answer.SeeOther(this, id, Panel(node));

    public async Task<IActionResult> OnPost(Guid id, string node, long revision, string? type)
    {
        var outcome = await drafts.Edit(id, revision, HttpContext.Actor(), editor => editor.Replace(PathPart.Text(node), type ?? ""));
        return answer.Of(this, id, outcome, Panel(node), new() { Node = PathPart.Text(node), At = catalogue.Find(type ?? "")?.Shape.FirstToFill });
    }

    static EditorChoice Panel(string node) => new() { Node = PathPart.Text(node), Panel = EditorPanel.Replace };
}
