namespace HtmxFlows.Credentials;

/// <summary>How a change of a credential ended. The set is closed.</summary>
public abstract record CredentialOutcome
{
    CredentialOutcome() { }

    public sealed record Saved(Credential Credential) : CredentialOutcome;

    /// <summary>Nothing was changed.</summary>
    public sealed record Invalid(IReadOnlyList<CredentialProblem> Problems) : CredentialOutcome;

    /// <summary>Someone else changed it first.</summary>
    public sealed record Conflict(Credential Current) : CredentialOutcome;

    /// <summary>There is no such credential.</summary>
    public sealed record Missing : CredentialOutcome;
}
