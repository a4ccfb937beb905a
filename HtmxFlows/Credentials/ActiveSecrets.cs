namespace HtmxFlows.Credentials;

/// <summary>
/// The values with which received calls are verified: those of a credential, or of a secret of the settings. During a rotation there are two: the current
/// one, and that of <c>NAME_previous</c>.
/// </summary>
public static class ActiveSecrets
{
    const string Previous = "_previous";

    /// <param name="secrets">What the workflow may use.</param>
    /// <returns>No value if there is no such credential.</returns>
    public static IReadOnlyList<string> Of(Secrets secrets, string credential) =>
        [.. new[] { credential, credential + Previous }.Select(name => Find(secrets, name)).OfType<string>()];

    static string? Find(Secrets secrets, string name) =>
        secrets.FindCredential(name, CredentialKind.For(CredentialUse.Webhook)).Found is { } found ? ValueOf(found) : secrets.Find(name);

    /// <summary>The secret as callers prove that they have it.</summary>
    static string ValueOf(OpenCredential credential) => credential.Credential.Kind.Name switch
    {
        CredentialKind.Basic => $"{credential["user"]}:{credential["password"]}",
        CredentialKind.Bearer => credential["token"],
        CredentialKind.Header => credential["value"],
        _ => credential["secret"],
    };
}
