using HtmxFlows.Views;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows;

/// <summary>A saved version of a workflow.</summary>
public sealed class VersionModel(WorkflowStore workflows, WorkflowPlans plans, WorkflowCheck check, DraftStore drafts) : PageModel
{
    public Workflow Workflow { get; private set; } = null!;

    public WorkflowVersion Version { get; private set; } = null!;

    public IReadOnlyList<FlowProblem> Problems { get; private set; } = [];

    /// <summary>Its flow, as a diagram or an outline.</summary>
    public FlowDetails Sheet { get; private set; } = null!;

    /// <summary>The revision of the draft that a restore replaces.</summary>
    public long Revision => drafts.Find(Workflow.Id)?.Revision ?? 0;

    public IActionResult OnGet(Guid id, int version)
    {
        if (workflows.Find(id) is not { } workflow || workflows.FindVersion(id, version) is not { } found || plans.FindFlow(id, version) is not { } flow)
            return NotFound();
        (Workflow, Version, Problems) = (workflow, found, check.FindProblems(id, version));
        Sheet = new(flow, Problems, DiagramOptions.Of(Request), Request.Query["node"]);
        return Page();
    }
}
