using HtmxFlows.Nodes;

namespace HtmxFlows.Workflows;

/// <summary>Counts what a draft changes of the version that it was made from.</summary>
public sealed class DraftChanges(WorkflowStore workflows, WorkflowPlans plans, NodeCatalogue catalogue)
{
    /// <summary>The number of nodes and edges that differ, one more for settings, and one more for the name and the description.</summary>
    public int Count(Draft draft)
    {
        if (draft is not { IsPublished: true, IsChanged: true } || workflows.Find(draft.Workflow) is not { } workflow)
            return 0;
        var diff = plans.FindFlow(draft.Workflow, draft.BasedOn) is { } before && Flow.Parse(draft.Content.Flow).Flow is { } after ? FlowDiff.Of(before, after, catalogue) : null;
        return (diff is null ? 0 : diff.Nodes.Count + diff.Edges.Count + (diff.Settings.Count > 0 ? 1 : 0))
            + ((workflow.Name, workflow.Description) != (draft.Content.Name, draft.Content.Description) ? 1 : 0);
    }
}
