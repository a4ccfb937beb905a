using HtmxFlows.Accounts;

namespace HtmxFlows.Api;

/// <summary>An API token, without its secret.</summary>
/// <param name="UsedAt">The last use, to a few minutes; null if it was not used.</param>
public sealed record TokenDocument(Guid Id, string Name, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, DateTimeOffset? UsedAt)
{
    public static TokenDocument Of(ApiToken token) => new(token.Id, token.Name, token.Scopes.Split(' '), token.CreatedAt, token.ExpiresAt, token.UsedAt);
}
