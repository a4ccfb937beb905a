namespace HtmxFlows.Accounts;

/// <summary>An account at the identity provider with which a user signs in.</summary>
public sealed record ConnectedIdentity
{
    public required string Issuer { get; init; }

    public required string Subject { get; init; }

    public required Guid UserId { get; init; }

    /// <summary>What the provider called the person at that time.</summary>
    public required string Name { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
