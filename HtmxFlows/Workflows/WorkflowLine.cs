namespace HtmxFlows.Workflows;

/// <summary>A line of the list of workflows.</summary>
public sealed record WorkflowLine
{
    public Guid Id { get; init; }

    public string Name { get; init; } = "";

    public string Description { get; init; } = "";

    public int? Version { get; init; }

    public Guid? LastRunId { get; init; }

    public string? LastStatus { get; init; }

    public DateTimeOffset? LastStartedAt { get; init; }

    public DateTimeOffset? LastFinishedAt { get; init; }
}
