using HtmxFlows.Inputs;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows;

/// <summary>How a workflow is called over HTTP.</summary>
public sealed class ApiModel(WorkflowStore workflows, WorkflowPlans plans, WorkflowOverview overview) : PageModel
{
    public Workflow Workflow { get; private set; } = null!;

    public IReadOnlyList<FlowInput> Inputs { get; private set; } = [];

    public IReadOnlyList<WorkflowCall> Calls { get; private set; } = [];

    public IActionResult OnGet(Guid id)
    {
        if (workflows.Find(id) is not { } workflow)
            return NotFound();
        (Workflow, Inputs) = (workflow, plans.Inputs(id));
        var newest = overview.Newest(id) is [var run, ..] ? run.Id : (Guid?)null;
        Calls = [.. WorkflowCalls.Of($"{Request.Scheme}://{Request.Host}{Request.PathBase}", id, Inputs, newest)];
        return Page();
    }
}
