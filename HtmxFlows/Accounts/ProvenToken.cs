namespace HtmxFlows.Accounts;

/// <summary>An API token with its user.</summary>
public sealed class ProvenToken : Proof
{
    internal ProvenToken(ApiToken token, User user) : base(user, token.Id, token.UsedAt ?? DateTimeOffset.MinValue) => Token = token;

    public ApiToken Token { get; }
}
