using HtmxFlows.Data;
using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows.Drafts;

/// <summary>Pins an output to a node; without an output, removes the pin.</summary>
public sealed class NodePinModel(DraftEditor drafts, DraftOutputs outputs, EditorAnswer answer) : PageModel
{
    public IActionResult OnGet(Guid id, string node) => answer.SeeOther(this, id, new() { Node = PathPart.Text(node) });

    /// <param name="output">The output, as JSON.</param>
    /// <param name="last">Whether the last output of the node is pinned.</param>
    public async Task<IActionResult> OnPost(Guid id, string node, long revision, string? output, string[] ports, bool last)
    {
        var here = new EditorChoice { Node = PathPart.Text(node) };
        return answer.Of(this, id, await drafts.Edit(id, revision, HttpContext.Actor(), editor => editor.Pin(here.Node, last ? Last(id, here.Node) : Pin(output, ports))), here);
    }

    HtmxFlows.Workflows.NodePin Last(Guid id, string node) => outputs.Find(id, node) is { } found ? new(found.Output, found.Ports)
        : throw new FlowEditException("There is no output to pin, or it is too large. Test the node first.");

    static HtmxFlows.Workflows.NodePin? Pin(string? output, string[] ports) => output is null ? null
        : Json.TryParse(output) is { } value ? new(value, ports)
        : throw new FlowEditException("The output to pin is not valid JSON.");
}
