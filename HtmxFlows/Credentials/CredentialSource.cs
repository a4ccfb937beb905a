namespace HtmxFlows.Credentials;

/// <summary>
/// The secrets of this server, as snapshots with a version. A run's execution takes the snapshot of its launch, and uses it for values and
/// for masking until it ends. Tokens that come later are masked in it, too.
/// </summary>
public sealed class CredentialSource(Secrets first)
{
    readonly Lock gate = new();
    readonly LiveSecrets live = new();
    volatile Secrets current = first;

    public static CredentialSource None { get; } = new(Secrets.None);

    public Secrets Current => current;

    /// <summary>Called when a credential is sent.</summary>
    public event Action<Credential>? Sent;

    /// <summary>Keeps the tokens that an account got in the place of others.</summary>
    public Func<Credential, OAuthTokenSet, Task> Keep { private get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Replaces all values. Executions that are launched from now on use them.</summary>
    /// <inheritdoc cref="Secrets(IEnumerable{KeyValuePair{string, string}}, int, IReadOnlyDictionary{string, HostPatterns})" path="/exception"/>
    public void Replace(IEnumerable<KeyValuePair<string, string?>> values)
    {
        lock (gate)
            current = new(values, current.Version + 1);
    }

    /// <summary>Replaces all credentials. Executions that are launched from now on use them.</summary>
    public void Use(IEnumerable<OpenCredential> credentials)
    {
        lock (gate)
            current = current.With(credentials, live);
    }

    /// <summary>Says that a credential is sent.</summary>
    public void Send(Credential credential) => Sent?.Invoke(credential);

    /// <summary>Masks tokens from now on, everywhere.</summary>
    public void Mask(Credential credential, OAuthTokenSet tokens)
    {
        foreach (var token in tokens.Values)
            live.Add(credential.Name, token);
    }

    /// <summary>Keeps renewed tokens of an account, and masks them.</summary>
    public Task Renew(Credential credential, OAuthTokenSet tokens)
    {
        Mask(credential, tokens);
        return Keep(credential, tokens);
    }
}
