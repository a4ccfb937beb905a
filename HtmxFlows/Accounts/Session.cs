namespace HtmxFlows.Accounts;

/// <summary>A browser that is signed in.</summary>
public sealed record Session
{
    public required Guid Id { get; init; }

    public required Guid UserId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The last use, to a few minutes.</summary>
    public required DateTimeOffset UsedAt { get; init; }

    /// <summary>The network address of the last sign-in or use.</summary>
    public required string Address { get; init; }

    public required SignInWay Way { get; init; }

    /// <summary>How the browser calls itself.</summary>
    public required string Agent { get; init; }
}
