using HtmxFlows.Nodes;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows.Drafts;

/// <summary>Shows nodes as JSON, to be pasted elsewhere. The draft does not change.</summary>
public sealed class CopyModel(DraftStore drafts, NodeCatalogue catalogue, EditorAnswer answer) : PageModel
{
    public IActionResult OnGet(Guid id) => answer.SeeOther(this, id, new() { Panel = EditorPanel.Nodes });

    public IActionResult OnPost(Guid id, string[] nodes)
    {
        if (drafts.Find(id) is not { } draft)
            return NotFound();
        try
        {
            var copied = new FlowEditor(draft.Content.Flow, catalogue).Copy(nodes);
            return answer.Show(this, draft, new() { Panel = EditorPanel.Nodes }, new() { Copied = copied, Chosen = nodes });
        }
        catch (FlowEditException error)
        {
            return answer.Refuse(this, draft, new(), error.Message);
        }
    }
}
