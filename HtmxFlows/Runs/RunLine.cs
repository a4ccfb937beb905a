namespace HtmxFlows.Runs;

/// <summary>A run in a list.</summary>
public sealed record RunLine
{
    public Guid Id { get; init; }

    public Guid WorkflowId { get; init; }

    public string WorkflowName { get; init; } = "";

    public int Version { get; init; }

    public Guid ThreadId { get; init; }

    public string Status { get; init; } = "";

    /// <summary>What started it: the name of a <see cref="RunTrigger"/>.</summary>
    public string Trigger { get; init; } = "";

    public string Prompt { get; init; } = "";

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The run that called it; null if none did.</summary>
    public Guid? ParentId { get; init; }
}
