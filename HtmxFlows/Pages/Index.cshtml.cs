using HtmxFlows.Views;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages;

/// <summary>The list of workflows.</summary>
public sealed class IndexModel(WorkflowStore workflows, DraftProblems problems) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    // Bound from the query only: the route has a value of the same name, Razor's name of this page.
    [FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    public IReadOnlyList<WorkflowLine> Lines { get; private set; } = [];

    public Pager Pager { get; private set; } = null!;

    /// <summary>The number of problems in the draft of each unpublished workflow on the page; null for a draft that is too large to be checked here.</summary>
    public IReadOnlyDictionary<Guid, int?> Problems { get; private set; } = new Dictionary<Guid, int?>();

    public void OnGet()
    {
        (Lines, Pager) = Pager.Read(Request, Number, (skip, take) => workflows.Search(Q ?? "", skip, take));
        Problems = Lines.Where(line => line.Version is null).ToDictionary(line => line.Id, line => problems.Count(line.Id));
    }
}
