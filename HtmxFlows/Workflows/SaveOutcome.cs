namespace HtmxFlows.Workflows;

/// <summary>How the saving of a workflow ended.</summary>
public abstract record SaveOutcome
{
    SaveOutcome() { }

    /// <summary>The workflow is saved.</summary>
    /// <param name="Version">The version that has its flow.</param>
    public sealed record Saved(Guid Workflow, int Version) : SaveOutcome
    {
        /// <summary>Why the version cannot run; empty if it can.</summary>
        public IReadOnlyList<FlowProblem> Problems { get; init; } = [];
    }

    /// <summary>The workflow has problems; nothing was saved.</summary>
    public sealed record Invalid(IReadOnlyList<FlowProblem> Problems) : SaveOutcome;

    /// <summary>Another version is the current one; nothing was saved.</summary>
    public sealed record Conflict : SaveOutcome;

    /// <summary>The workflow does not exist, or was deleted.</summary>
    public sealed record Gone : SaveOutcome;
}
