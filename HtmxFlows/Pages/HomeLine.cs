using HtmxFlows.Triggers;
using HtmxFlows.Workflows;

namespace HtmxFlows.Pages;

/// <summary>A line of the home page.</summary>
/// <param name="Icons">The types of its first nodes.</param>
/// <param name="IsCalled">Whether other workflows call it.</param>
/// <param name="Runs">Its newest runs, oldest first.</param>
/// <param name="Problems">The number of problems in the draft of a workflow that was never published; null for a draft that is too large to be checked here, and for a published workflow.</param>
public sealed record HomeLine(WorkflowLine Workflow, IReadOnlyList<string> Icons, IReadOnlyList<string> Tags, bool IsCalled, IReadOnlyList<RecentRun> Runs, int? Problems)
{
    /// <summary>The schedule that starts a run next; null if none does.</summary>
    public DueSchedule? Next { get; init; }

    public bool IsPublished => Workflow.Version is not null;
}
