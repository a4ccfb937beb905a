namespace HtmxFlows.Accounts;

/// <summary>A link by which a person becomes a user.</summary>
public sealed record Invitation
{
    public required Guid Id { get; init; }

    public required Role Role { get; init; }

    /// <summary>For whom it is, as its maker wrote.</summary>
    public required string Note { get; init; }

    /// <summary>The name of the owner who made it.</summary>
    public required string MadeBy { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
