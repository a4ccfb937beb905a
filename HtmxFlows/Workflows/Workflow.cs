namespace HtmxFlows.Workflows;

/// <summary>A workflow without its flow.</summary>
public sealed record Workflow
{
    public Guid Id { get; init; }

    public string Name { get; init; } = "";

    public string Description { get; init; } = "";

    /// <summary>The newest published version, which runs use; null if there are only drafts.</summary>
    public int? Version { get; init; }

    /// <summary>The newest version, published or draft.</summary>
    public int Latest { get; init; }

    /// <summary>The version that is shown and changed: the newest published one, or else the newest.</summary>
    public int Current => Version ?? Latest;

    /// <summary>How many versions were published: the number by which people know the newest of them.</summary>
    public int Published { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was archived; null if it is not. An archived workflow is not offered, and can run all the same.</summary>
    public DateTimeOffset? ArchivedAt { get; init; }
}
