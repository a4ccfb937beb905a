using HtmxFlows.Views;
using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows.Drafts;

/// <summary>Saves the form of a node, with a reference to a value at the end of one of its fields.</summary>
public sealed class NodeReferencesModel(DraftEditor drafts, EditorAnswer answer) : PageModel, IReadsOpenForm
{
    public IActionResult OnGet(Guid id, string node) => answer.SeeOther(this, id, new() { Node = PathPart.Text(node) });

    public async Task<IActionResult> OnPost(Guid id, string node, long revision, string? into, string? path)
    {
        var here = new EditorChoice { Node = PathPart.Text(node) };
        return answer.Of(this, id, await drafts.Edit(id, revision, HttpContext.Actor(), editor => NodeForm.Change(editor, here.Node, Request.Form, data => ConfigurationForm.Append(data, into ?? "", $"{{{{{path}}}}}"))), here, here with { At = into });
    }
}
