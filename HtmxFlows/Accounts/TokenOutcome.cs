namespace HtmxFlows.Accounts;

/// <summary>How the making of an API token ended. The set is closed.</summary>
public abstract record TokenOutcome
{
    TokenOutcome() { }

    /// <param name="Secret">The token, which is stored nowhere.</param>
    public sealed record Made(ApiToken Token, string Secret) : TokenOutcome;

    public sealed record Refused(IReadOnlyList<AccountProblem> Problems) : TokenOutcome;
}
