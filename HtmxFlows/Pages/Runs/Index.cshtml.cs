using HtmxFlows.Runs;
using HtmxFlows.Views;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Runs;

/// <summary>All runs, filtered by status and workflow.</summary>
public sealed class IndexModel(RunStore runs, WorkflowStore workflows) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public Guid? Workflow { get; set; }

    [BindProperty(SupportsGet = true)]
    public RunStatus? Status { get; set; }

    /// <summary>The run that started the listed runs.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? Parent { get; set; }

    // Bound from the query only: the route has a value of the same name, Razor's name of this page.
    [FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    public string? WorkflowName { get; private set; }

    public IReadOnlyList<RunLine> Lines { get; private set; } = [];

    public Pager Pager { get; private set; } = null!;

    public IActionResult OnGet()
    {
        if (!ModelState.IsValid)
            return BadRequest();
        WorkflowName = Workflow is { } id ? workflows.Find(id)?.Name : null;
        (Lines, Pager) = Pager.Read(Request, Number, (skip, take) => runs.List(Workflow, Status, skip, take, Parent));
        return Page();
    }
}
