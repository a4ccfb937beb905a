namespace HtmxFlows.Workflows;

/// <summary>A saved flow; it never changes.</summary>
public sealed record WorkflowVersion
{
    public Guid WorkflowId { get; init; }

    public int Version { get; init; }

    public VersionStatus Status { get; init; }

    /// <summary>The number by which people know it: published versions are counted from 1. Null for one that was not published.</summary>
    public int? Number { get; init; }

    public string Flow { get; init; } = "";

    /// <summary>The note of its author; may be empty.</summary>
    public string Note { get; init; } = "";

    /// <summary>The name that the author gave; may be empty.</summary>
    public string Author { get; init; } = "";

    public DateTimeOffset CreatedAt { get; init; }
}
