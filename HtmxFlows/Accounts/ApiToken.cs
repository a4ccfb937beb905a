namespace HtmxFlows.Accounts;

/// <summary>A token with which a program uses the API as a user.</summary>
public sealed record ApiToken
{
    public required Guid Id { get; init; }

    public required Guid UserId { get; init; }

    /// <summary>What it is for, as its maker wrote.</summary>
    public required string Name { get; init; }

    /// <summary>What it may do, as words with spaces between them.</summary>
    public required string Scopes { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The last use, to a few minutes; null if it was not used.</summary>
    public DateTimeOffset? UsedAt { get; init; }

    /// <summary>Whether it may do something.</summary>
    /// <param name="part">The id of the workflow or the name of the server that it is about; null if it is about none.</param>
    public bool Allows(TokenScope scope, string? part) => Scopes.Split(' ').Any(word => word == scope.Name || part is not null && word == $"{scope.Name}:{part}");
}
