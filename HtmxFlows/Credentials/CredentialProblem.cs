namespace HtmxFlows.Credentials;

/// <summary>Why a field of a credential was not accepted.</summary>
/// <param name="Field">The field of the form: name, hosts, workflows, or one of the kind.</param>
/// <param name="Message">A sentence for people.</param>
public sealed record CredentialProblem(string Field, string Message);
