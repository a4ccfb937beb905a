
namespace HtmxFlows.Credentials;

/// <summary>
/// The credentials of this server, as snapshots with a version. A run's execution takes the snapshot of its launch, and uses it for values and
/// for masking until it ends.
/// </summary>
public sealed class CredentialSource(Secrets first)
{
    readonly Lock gate = new();
    volatile Secrets current = first;

    public static CredentialSource None { get; } = new(Secrets.None);

    public Secrets Current => current;

    /// <summary>Replaces all values. Executions that are launched from now on use them.</summary>
    /// <inheritdoc cref="Secrets(IEnumerable{KeyValuePair{string, string}}, int)" path="/exception"/>
    public void Replace(IEnumerable<KeyValuePair<string, string?>> values)
    {
        lock (gate)
            current = new(values, current.Version + 1);
    }
}
