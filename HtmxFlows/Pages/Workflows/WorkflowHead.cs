using HtmxFlows.Workflows;

namespace HtmxFlows.Pages.Workflows;

/// <summary>The head of every page of a workflow: its name, its state, what can be done with it, and the way to its other pages.</summary>
/// <param name="State">Whether it is published, and what its draft changes.</param>
public sealed record WorkflowHead(Workflow Workflow, WorkflowTab Tab, string State)
{
    /// <summary>The tabs with their titles and the ends of their addresses.</summary>
    public static IReadOnlyList<(WorkflowTab Tab, string Title, string Address)> Tabs { get; } =
    [
        (WorkflowTab.Overview, "Overview", ""), (WorkflowTab.Editor, "Editor", "/edit"), (WorkflowTab.Runs, "Runs", "/runs"), (WorkflowTab.Triggers, "Triggers", "/deliveries"), (WorkflowTab.Versions, "Versions", "/versions"),
        (WorkflowTab.Api, "API", "/api"),
    ];

    public string? CurrentIf(WorkflowTab tab) => tab == Tab ? "page" : null;
}
