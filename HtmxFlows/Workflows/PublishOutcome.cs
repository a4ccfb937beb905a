namespace HtmxFlows.Workflows;

/// <summary>How the publication of a draft ended.</summary>
public abstract record PublishOutcome
{
    PublishOutcome() { }

    /// <summary>The draft is the current version.</summary>
    public sealed record Published(int Version) : PublishOutcome;

    /// <summary>The draft cannot be published; nothing was saved.</summary>
    public sealed record Refused(Draft Draft, IReadOnlyList<FlowProblem> Problems) : PublishOutcome;

    /// <summary>The draft has changed since it was seen; nothing was saved.</summary>
    /// <param name="Draft">The draft as it is now.</param>
    /// <param name="Theirs">The changes since then, oldest first; empty if they were undone or redone.</param>
    public sealed record Conflict(Draft Draft, IReadOnlyList<DraftChange> Theirs) : PublishOutcome;

    /// <summary>Another version was published outside the editor; nothing was saved.</summary>
    public sealed record Overtaken(Draft Draft) : PublishOutcome;

    /// <summary>The workflow does not exist, or was deleted.</summary>
    public sealed record Gone : PublishOutcome;
}
