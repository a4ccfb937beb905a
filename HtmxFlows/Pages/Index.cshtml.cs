using HtmxFlows.Accounts;
using HtmxFlows.Runs;
using HtmxFlows.Views;
using HtmxFlows.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages;

/// <summary>The list of workflows. As long as nothing was run, it begins with the ways to a first run.</summary>
public sealed class IndexModel(WorkflowList workflows, HomeLines lines, WorkflowTags tags, RunSearch runs, DescribedWorkflows described, WorkflowPeople people) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Tag { get; set; }

    [BindProperty(SupportsGet = true)]
    public WorkflowOrder Sort { get; set; }

    /// <summary>Shows the archived workflows.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Archived { get; set; }

    // Bound from the query only: the route has a value of the same name, Razor's name of this page.
    [FromQuery(Name = "page")]
    public int Number { get; set; } = 1;

    public IReadOnlyList<HomeLine> Lines { get; private set; } = [];

    public IReadOnlyList<string> Tags { get; private set; } = [];

    public Pager Pager { get; private set; } = null!;

    public bool IsFiltered => Q is { Length: > 0 } || Tag is { Length: > 0 } || Archived;

    /// <summary>Whether nothing was run yet.</summary>
    public bool IsFirstVisit { get; private set; }

    /// <summary>The workflow to try first; null if none can run.</summary>
    public WorkflowLine? Sample => Lines.FirstOrDefault(line => line.IsPublished)?.Workflow;

    /// <summary>Whether a model is configured that can draft a workflow.</summary>
    public bool CanDescribe => described.IsAvailable;

    public void OnGet()
    {
        var hidden = people.HiddenFrom(HttpContext.Actor());
        var query = new WorkflowQuery(Q ?? "", string.IsNullOrWhiteSpace(Tag) ? null : Tag, Sort, Archived) { Hidden = hidden };
        (var found, Pager) = Pager.Read(Request, Number, (skip, take) => workflows.Read(query, skip, take));
        (Lines, Tags) = (lines.Of(found), tags.All(hidden));
        IsFirstVisit = !IsFiltered && !runs.Any();
    }
}
