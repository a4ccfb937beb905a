using HtmxFlows.Views;
using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows.Drafts;

/// <summary>Saves the form of a node with a new row in one of its lists.</summary>
public sealed class NodeRowsModel(DraftEditor drafts, EditorAnswer answer) : PageModel, IReadsOpenForm
{
    public IActionResult OnGet(Guid id, string node) => answer.SeeOther(this, id, new() { Node = PathPart.Text(node) });

    public async Task<IActionResult> OnPost(Guid id, string node, long revision, string? list)
    {
        var here = new EditorChoice { Node = PathPart.Text(node) };
        return answer.Of(this, id, await drafts.Edit(id, revision, HttpContext.Actor(), editor => NodeForm.Change(editor, here.Node, Request.Form, data => ConfigurationForm.AddRow(data, list ?? "", editor.TypeOf(here.Node)?.Shape))), here, here with { At = list });
    }
}
