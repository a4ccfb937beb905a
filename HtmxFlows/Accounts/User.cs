namespace HtmxFlows.Accounts;

/// <summary>A person who may sign in.</summary>
public sealed record User
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    /// <summary>Empty if the user has none.</summary>
    public string Email { get; init; } = "";

    public required Role Role { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the user was disabled; null if the user may sign in.</summary>
    public DateTimeOffset? DisabledAt { get; init; }

    /// <summary>Whether the user may sign in with a password; others sign in at the identity provider only.</summary>
    public bool HasPassword { get; init; } = true;

    /// <summary>Whether signing in with a password takes a code, too.</summary>
    public bool HasSecondFactor { get; init; }

    public bool IsDisabled => DisabledAt is not null;
}
