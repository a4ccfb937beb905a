namespace HtmxFlows.Workflows;

/// <summary>How a draft was kept to be run.</summary>
public abstract record KeepOutcome
{
    KeepOutcome() { }

    /// <summary>The draft is a version that can be run, and is not published.</summary>
    public sealed record Kept(int Version) : KeepOutcome;

    /// <summary>The draft cannot run; nothing was saved.</summary>
    public sealed record Invalid(IReadOnlyList<FlowProblem> Problems) : KeepOutcome;

    /// <summary>The workflow does not exist, or was deleted.</summary>
    public sealed record Gone : KeepOutcome;
}
