using HtmxFlows.Runs;

namespace HtmxFlows.Triggers;

/// <summary>How the repetition of a delivery ended. The set is closed.</summary>
public abstract record ReplayOutcome
{
    ReplayOutcome() { }

    public sealed record Started(Guid Run) : ReplayOutcome;

    public sealed record NotStarted(RunStart.NotStarted Start) : ReplayOutcome;

    /// <summary>There is no such delivery.</summary>
    public sealed record Missing : ReplayOutcome;
}
