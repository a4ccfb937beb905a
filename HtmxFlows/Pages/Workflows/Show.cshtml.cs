using HtmxFlows.Inputs;
using HtmxFlows.Runs;
using HtmxFlows.Views;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows;

/// <summary>The overview of a workflow: the form to run it, its last result, its newest runs and its diagram.</summary>
public sealed class ShowModel(WorkflowStore workflows, WorkflowPlans plans, WorkflowCheck check, WorkflowOverview overview, DraftStore drafts) : PageModel
{
    public Workflow Workflow { get; private set; } = null!;

    public Flow Flow { get; private set; } = null!;

    public IReadOnlyList<FlowProblem> Problems { get; private set; } = [];

    public IReadOnlyList<string> Tags { get; private set; } = [];

    /// <summary>The inputs of its runs.</summary>
    public IReadOnlyList<FlowInput> Inputs { get; private set; } = [];

    public IReadOnlyList<RunLine> Runs { get; private set; } = [];

    public LastResult? LastResult { get; private set; }

    /// <summary>Whether the draft has unpublished changes.</summary>
    public bool HasDraft { get; private set; }

    /// <summary>Its flow, as a diagram or an outline.</summary>
    public FlowDetails Sheet => new(Flow, Problems, DiagramOptions.Of(Request), Request.Query["node"]);

    public IActionResult OnGet(Guid id)
    {
        if (workflows.Find(id) is not { } workflow || plans.FindFlow(id, workflow.Current) is not { } flow)
            return NotFound();
        (Workflow, Flow, Inputs) = (workflow, flow, plans.Inputs(id));
        (Problems, Tags) = (check.FindProblems(id, workflow.Current), overview.Tags(id));
        (Runs, LastResult) = (overview.Newest(id), overview.LastResult(id));
        HasDraft = drafts.Find(id)?.IsChanged == true;
        return Page();
    }
}
