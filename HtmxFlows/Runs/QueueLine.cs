namespace HtmxFlows.Runs;

/// <summary>The line in which a run waits for a place: that of its workflow and key, or that of all runs below one run.</summary>
/// <param name="Id">The workflow, or the run at the top.</param>
/// <param name="IsFree">No limit of a workflow counts the run: other runs called it, or a failure started it.</param>
/// <param name="Key">The value of the workflow's key; null if the run counts for the workflow's limit alone, and for no rate.</param>
readonly record struct QueueLine(Guid Id, bool IsFree, string? Key = null)
{
    public static QueueLine Of(WorkflowStarted start) => Of(start.Workflow, start.Parent, start.Trigger, start.Key);

    public static QueueLine Of(RunState run) => Of(run.Workflow, run.Parent, run.Trigger, run.Key);

    static QueueLine Of(Guid workflow, RunParent? parent, RunTrigger trigger, string? key) =>
        parent is not null ? new(parent.Top, true) : trigger == RunTrigger.Error ? new(workflow, true) : new(workflow, false, key);

    /// <summary>All lines of the workflow, or of the run at the top.</summary>
    public QueueLine Group => this with { Key = null };

    /// <summary>The line whose unfinished runs and starts count.</summary>
    public QueueLine Counted => this with { Key = Key ?? "" };
}
