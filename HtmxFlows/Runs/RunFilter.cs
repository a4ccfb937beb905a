namespace HtmxFlows.Runs;

/// <summary>Which runs a list has, or a bulk action changes. A member that is null restricts nothing.</summary>
public sealed record RunFilter
{
    public Guid? Workflow { get; init; }

    public RunStatus? Status { get; init; }

    public RunTrigger? Trigger { get; init; }

    /// <summary>The run that called the runs.</summary>
    public Guid? Parent { get; init; }

    /// <summary>The runs started at this moment or later.</summary>
    public DateTimeOffset? After { get; init; }

    /// <summary>The runs started before this moment.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>A text that the prompt contains, in any letter case.</summary>
    public string? Text { get; init; }

    /// <summary>Includes runs that other runs called. A list of one workflow, trigger or parent always has them.</summary>
    public bool WithSubRuns { get; init; }

    /// <summary>These runs and no others.</summary>
    public IReadOnlyList<Guid>? Only { get; init; }

    /// <summary>Workflows whose runs the reader may not see. It is no part of what the reader asks for.</summary>
    public IReadOnlyList<Guid>? Hidden { get; init; }

    /// <summary>Whether nothing is restricted but sub-runs.</summary>
    public bool IsEmpty => this with { Hidden = null } == new RunFilter { WithSubRuns = WithSubRuns };
}
