namespace HtmxFlows.Runs;

/// <summary>The line in which a run waits for a place: that of its workflow and key, or that of all runs below one run.</summary>
/// <param name="Id">The workflow, or the run at the top.</param>
/// <param name="Key">The value of the workflow's key; null if the run counts for the workflow's limit alone, and for no rate.</param>
readonly record struct QueueLine(Guid Id, bool IsOfCalls, string? Key = null)
{
    public static QueueLine Of(Guid workflow, RunParent? parent, string? key) => parent is null ? new(workflow, false, key) : new(parent.Top, true);

    /// <summary>All lines of the workflow, or of the run at the top.</summary>
    public QueueLine Group => this with { Key = null };

    /// <summary>The line whose unfinished runs and starts count.</summary>
    public QueueLine Counted => this with { Key = Key ?? "" };
}
