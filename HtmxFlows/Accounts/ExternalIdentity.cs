namespace HtmxFlows.Accounts;

/// <summary>An account at the identity provider, as its signed token says.</summary>
/// <param name="Issuer">The provider (iss).</param>
/// <param name="Subject">The account (sub), which is never given to another person.</param>
/// <param name="Name">What the provider calls the person.</param>
/// <param name="Email">The verified e-mail address; empty if there is none.</param>
/// <param name="Groups">The groups of the person.</param>
public sealed record ExternalIdentity(string Issuer, string Subject, string Name, string Email, IReadOnlyList<string> Groups);
