using System.Text;

namespace HtmxFlows.Credentials;

/// <summary>A credential with its secrets, as it is used.</summary>
/// <param name="Secrets">The values of its secret fields.</param>
/// <param name="Tokens">The tokens of an account that was connected; null if there is none.</param>
/// <param name="Problem">Why its secrets cannot be read, in a sentence; null if they can.</param>
public sealed record OpenCredential(Credential Credential, IReadOnlyDictionary<string, string> Secrets, OAuthTokenSet? Tokens = null, string? Problem = null)
{
    public string Name => Credential.Name;

    /// <summary>The value of a field; empty if it has none.</summary>
    public string this[string field] => Secrets.GetValueOrDefault(field) ?? Credential.Fields.GetValueOrDefault(field) ?? "";

    /// <summary>The user and password as basic authentication sends them.</summary>
    public string BasicHeader => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{this["user"]}:{this["password"]}"));

    /// <summary>Everything that is masked: the secrets, and what they are sent as.</summary>
    public IEnumerable<KeyValuePair<string, string>> Masked =>
        Secrets.Values.Concat(Tokens?.Values ?? []).Concat(Credential.Kind.Name == CredentialKind.Basic && Secrets.Count > 0 ? [BasicHeader] : [])
            .Where(value => value.Length >= HtmxFlows.Credentials.Secrets.Shortest).Select(value => KeyValuePair.Create(Name, value));
}
