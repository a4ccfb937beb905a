namespace HtmxFlows.Credentials;

/// <summary>
/// The values that a credential has now, for those who verify what others send: the current one and, during a rotation, the one before it. Today a
/// credential is a secret of the settings, and <c>NAME_previous</c> is its value before. This is the only place that knows it.
/// </summary>
public static class ActiveSecrets
{
    const string Previous = "_previous";

    /// <returns>No value if there is no such credential.</returns>
    public static IReadOnlyList<string> Of(Secrets secrets, string credential) =>
        [.. new[] { secrets.Find(credential), secrets.Find(credential + Previous) }.OfType<string>()];
}
