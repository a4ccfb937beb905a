namespace HtmxFlows.Accounts;

/// <summary>The settings of signing in.</summary>
public sealed class AccountOptions
{
    public const string Section = "HtmxFlows:Accounts";

    /// <summary>Whether users who sign in with a password must have a second factor.</summary>
    public bool RequireSecondFactor { get; init; }
}
