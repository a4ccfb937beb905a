using HtmxFlows.Nodes;
using HtmxFlows.Views;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace HtmxFlows.Pages.Workflows;

/// <summary>The versions of a workflow, and the differences between two of them.</summary>
public sealed class VersionsModel(WorkflowStore workflows, WorkflowPlans plans, NodeCatalogue catalogue) : PageModel
{
    public Workflow Workflow { get; private set; } = null!;

    public IReadOnlyList<WorkflowVersion> Versions { get; private set; } = [];

    /// <summary>The older version of the comparison. Default: the last but one.</summary>
    public int From { get; private set; }

    public int To { get; private set; }

    /// <summary>The versions, each with the one before it; a published one with the published one before it.</summary>
    public IEnumerable<(WorkflowVersion Version, int? Before)> Lines => Versions.Select(version => (version, Versions
        .FirstOrDefault(other => other.Version < version.Version && (version.Status != VersionStatus.Published || other.Status == VersionStatus.Published))?.Version));

    /// <summary>The differences; null if the query names no versions.</summary>
    public FlowDiff? Diff { get; private set; }

    /// <summary>The differences as a diagram. Nodes that did not change lead to the later version.</summary>
    public Diagram DiagramAt(string here) => DiffDiagram.Draw(Diff!, node => $"{here}/versions/{To}?node={Uri.EscapeDataString(node.Id)}#{DomIds.NodeRow(node.Id)}");

    public string NameOf(int version) => Versions.FirstOrDefault(one => one.Version == version)?.Name() ?? "";

    public IActionResult OnGet(Guid id, int? from, int? to)
    {
        if (workflows.Find(id) is not { } workflow)
            return NotFound();
        (Workflow, Versions) = (workflow, workflows.Versions(id));
        (From, To) = (from ?? Math.Max(1, workflow.Latest - 1), to ?? workflow.Latest);
        if (from is null && to is null)
            return Page();
        if (plans.FindFlow(id, From) is not { } before || plans.FindFlow(id, To) is not { } after)
            return NotFound();
        Diff = FlowDiff.Of(before, after, catalogue);
        return Page();
    }
}
