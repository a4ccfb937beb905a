namespace HtmxFlows.Credentials;

/// <summary>What a provider of OAuth 2 issued.</summary>
/// <param name="Access">The access token.</param>
/// <param name="Refresh">The token for another one; null if there is none.</param>
/// <param name="ExpiresAt">When the access token expires; null if the provider did not say.</param>
public sealed record OAuthTokenSet(string Access, string? Refresh, DateTimeOffset? ExpiresAt)
{
    /// <summary>The secrets in it.</summary>
    public IEnumerable<string> Values => Refresh is null ? [Access] : [Access, Refresh];
}
