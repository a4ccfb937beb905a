namespace HtmxFlows.Api;

/// <summary>An API token that was made. It is shown this once.</summary>
/// <param name="Token">The token.</param>
public sealed record NewTokenDocument(Guid Id, string Name, IReadOnlyList<string> Scopes, DateTimeOffset ExpiresAt, string Token);
