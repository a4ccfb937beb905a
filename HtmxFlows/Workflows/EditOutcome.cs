namespace HtmxFlows.Workflows;

/// <summary>How an edit of a draft ended.</summary>
public abstract record EditOutcome
{
    EditOutcome() { }

    /// <summary>The draft contains the edit.</summary>
    /// <param name="Done">What was done.</param>
    /// <param name="Revision">The draft's revision with the edit.</param>
    public sealed record Applied(FlowEdit Done, long Revision) : EditOutcome
    {
        /// <summary>The changes by others that it was merged with, oldest first.</summary>
        public IReadOnlyList<DraftChange> Merged { get; init; } = [];
    }

    /// <summary>The draft has changed since the author of the edit saw it, and the changes cannot be merged; nothing was saved.</summary>
    /// <param name="Draft">The draft as it is now.</param>
    /// <param name="Theirs">The changes since then, oldest first; empty if they were undone or redone.</param>
    /// <param name="Mine">What the edit would change in the draft as it is now; null if it cannot be applied to it.</param>
    /// <param name="Problem">Why it cannot be applied; null if it can.</param>
    public sealed record Conflict(Draft Draft, IReadOnlyList<DraftChange> Theirs, FlowDiff? Mine = null, string? Problem = null) : EditOutcome;

    /// <summary>The edit cannot be made; nothing was saved.</summary>
    public sealed record Refused(Draft Draft, IReadOnlyList<FlowProblem> Problems) : EditOutcome
    {
        public string Reason => string.Join(' ', Problems.Select(problem => problem.Message));
    }

    /// <summary>The workflow does not exist, or was deleted.</summary>
    public sealed record Gone : EditOutcome;
}
