namespace HtmxFlows.Workflows;

/// <summary>How an edit of a draft ended.</summary>
public abstract record EditOutcome
{
    EditOutcome() { }

    /// <summary>The draft contains the edit.</summary>
    /// <param name="Done">What was done.</param>
    public sealed record Applied(FlowEdit Done) : EditOutcome;

    /// <summary>The draft has changed since the author of the edit saw it; nothing was saved.</summary>
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
