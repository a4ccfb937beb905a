namespace HtmxFlows.Accounts;

/// <summary>The secret with which the first owner is made on a server that others can reach. It works once, for an hour.</summary>
public sealed class SetupToken(TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(60);

    readonly Lock gate = new();
    string? hash;
    DateTimeOffset until;

    /// <summary>Makes the secret. An earlier one no longer works.</summary>
    public string Issue()
    {
        var secret = Secret.New();
        lock (gate)
            (hash, until) = (Secret.Hash(secret), time.GetUtcNow() + Lifetime);
        return secret;
    }

    /// <summary>Whether a secret works.</summary>
    public bool Fits(string? secret)
    {
        lock (gate)
            return hash is not null && time.GetUtcNow() < until && Secret.Fits(secret ?? "", hash);
    }

    /// <summary>Uses the secret up.</summary>
    public void Use()
    {
        lock (gate)
            hash = null;
    }
}
