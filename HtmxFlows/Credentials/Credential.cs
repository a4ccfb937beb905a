namespace HtmxFlows.Credentials;

/// <summary>A credential without its secrets.</summary>
public sealed record Credential
{
    public required Guid Id { get; init; }

    /// <summary>The name by which nodes refer to it.</summary>
    public required string Name { get; init; }

    public required CredentialKind Kind { get; init; }

    /// <summary>Counts its changes, from 1.</summary>
    public required int Version { get; init; }

    /// <summary>The hosts to which it may be sent.</summary>
    public required HostPatterns Hosts { get; init; }

    /// <summary>The workflows that may use it; null if all may.</summary>
    public required IReadOnlyList<Guid>? Workflows { get; init; }

    /// <summary>The values of its fields that are no secrets.</summary>
    public required IReadOnlyDictionary<string, string> Fields { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The last use, to a few minutes; null if it was not used.</summary>
    public DateTimeOffset? UsedAt { get; init; }

    /// <summary>Whether a workflow may use it.</summary>
    public bool IsFor(Guid? workflow) => Workflows is null || workflow is { } id && Workflows.Contains(id);
}
