namespace HtmxFlows.Runs;

/// <summary>What became of the deletion of a run. The set is closed.</summary>
public abstract record RunDeletionOutcome
{
    RunDeletionOutcome() { }

    /// <summary>The run and all runs below it are gone.</summary>
    public sealed record Deleted : RunDeletionOutcome;

    /// <summary>The run is still needed. Nothing was deleted.</summary>
    /// <param name="Problem">Why, and what to do.</param>
    public sealed record Refused(string Problem) : RunDeletionOutcome;

    /// <summary>There is no such run.</summary>
    public sealed record Missing : RunDeletionOutcome;
}
