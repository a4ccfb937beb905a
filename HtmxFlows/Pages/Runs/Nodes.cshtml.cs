using HtmxFlows.Live;
using HtmxFlows.Runs;
using HtmxFlows.Views;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Runs;

/// <summary>All nodes of a run, in the order of the flow. The run page shows only part of a large run.</summary>
public sealed class NodesModel(RunReader reader) : PageModel
{
    // Bound from the query only: the route has a value of the same name, Razor's name of this page.
    [FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    public RunView View { get; private set; } = null!;

    public IReadOnlyList<(FlowNode Node, NodeState State)> Shown { get; private set; } = [];

    public Pager Pager { get; private set; } = null!;

    public IActionResult OnGet(Guid id)
    {
        if (!ModelState.IsValid)
            return BadRequest();
        if (reader.State(id) is not { } view)
            return NotFound();
        View = view;
        (Shown, Pager) = Pager.Read(Request, Number, (skip, take) => (IReadOnlyList<(FlowNode, NodeState)>)[.. View.Nodes.Skip(skip).Take(take)]);
        return Page();
    }
}
