using HtmxFlows.Inputs;
using HtmxFlows.Runs;
using HtmxFlows.Views;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows;

/// <summary>A workflow: its diagram, the form to run it, and its runs.</summary>
public sealed class ShowModel(WorkflowStore workflows, WorkflowPlans plans, WorkflowCheck check, RunStore runs, DraftStore drafts) : PageModel
{
    const int RunsShown = 20;

    public Workflow Workflow { get; private set; } = null!;

    public Flow Flow { get; private set; } = null!;

    public IReadOnlyList<FlowProblem> Problems { get; private set; } = [];

    /// <summary>The inputs of its runs.</summary>
    public IReadOnlyList<FlowInput> Inputs => plans.Inputs(Workflow.Id);

    public IReadOnlyList<RunLine> Runs { get; private set; } = [];

    /// <summary>Whether the draft has unpublished changes.</summary>
    public bool HasDraft => drafts.Find(Workflow.Id)?.IsChanged == true;

    /// <summary>Its flow, as a diagram or an outline.</summary>
    public FlowDetails Sheet => new(Flow, Problems, DiagramOptions.Of(Request), Request.Query["node"]);

    public IActionResult OnGet(Guid id) => Load(id) ? Page() : NotFound();

    bool Load(Guid id)
    {
        if (workflows.Find(id) is not { } workflow || plans.FindFlow(id, workflow.Current) is not { } flow)
            return false;
        (Workflow, Flow) = (workflow, flow);
        Problems = check.FindProblems(id, workflow.Current);
        Runs = runs.List(id, null, 0, RunsShown);
        return true;
    }
}
