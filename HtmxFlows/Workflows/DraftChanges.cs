using HtmxFlows.Nodes;

namespace HtmxFlows.Workflows;

/// <summary>Counts what a draft changes of the version that it was made from.</summary>
public sealed class DraftChanges(WorkflowStore workflows, WorkflowPlans plans, NodeCatalogue catalogue)
{
    /// <summary>The number of nodes and edges that differ, one more for settings, and one more for the name and the description.</summary>
    public int Count(Draft draft) => IsCounted(draft) ? Count(draft, Flow.Parse(draft.Content.Flow).Flow) : 0;

    /// <inheritdoc cref="Count(Draft)"/>
    /// <param name="flow">The flow of the draft; null if it cannot be read.</param>
    public int Count(Draft draft, Flow? flow)
    {
        if (!IsCounted(draft) || workflows.Find(draft.Workflow) is not { } workflow)
            return 0;
        var diff = flow is not null && plans.FindFlow(draft.Workflow, draft.BasedOn) is { } before ? FlowDiff.Of(before, flow, catalogue) : null;
        return (diff?.Count ?? 0) + ((workflow.Name, workflow.Description) != (draft.Content.Name, draft.Content.Description) ? 1 : 0);
    }

    static bool IsCounted(Draft draft) => draft is { IsPublished: true, IsChanged: true };
}
