namespace HtmxFlows.Triggers;

/// <summary>A schedule that waits for a moment.</summary>
public sealed record DueSchedule
{
    public Guid WorkflowId { get; init; }

    public string NodeId { get; init; } = "";

    /// <summary>When its rule began.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>The moment that it waits for; null if it is paused or over.</summary>
    public DateTimeOffset? NextDue { get; init; }

    /// <summary>When its failures paused it; null if it is not paused by them.</summary>
    public DateTimeOffset? PausedAt { get; init; }

    /// <summary>How many of its runs failed in a row.</summary>
    public int Failures { get; init; }

    /// <summary>Why its last run did not start; empty if it did.</summary>
    public string Problem { get; init; } = "";

    /// <summary>Whether its moment has passed, and no run has started.</summary>
    public bool IsLate(DateTimeOffset now) => NextDue is { } due && now - due > Lateness;

    /// <summary>How late a run may start.</summary>
    static readonly TimeSpan Lateness = TimeSpan.FromSeconds(10);
}
