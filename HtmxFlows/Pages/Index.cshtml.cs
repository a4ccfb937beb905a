using HtmxFlows.Views;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages;

/// <summary>The list of workflows.</summary>
public sealed class IndexModel(WorkflowStore workflows) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    // From the query alone: the route has a value of that name too, Razor's own name for this page.
    [FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    public IReadOnlyList<WorkflowLine> Lines { get; private set; } = [];

    public Pager Pager { get; private set; } = null!;

    public void OnGet() => (Lines, Pager) = Pager.Read(Request, Number, (skip, take) => workflows.Search(Q ?? "", skip, take));
}
