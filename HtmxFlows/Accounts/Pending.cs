using System.Collections.Concurrent;

namespace HtmxFlows.Accounts;

/// <summary>What waits for the next step of a browser, for ten minutes and by a secret in its cookie. It is in memory: after a restart of the server people begin anew.</summary>
public sealed class Pending<T>(TimeProvider time) where T : class
{
    /// <summary>How many are kept; beyond it all are dropped.</summary>
    public const int MostKept = 10_000;

    readonly ConcurrentDictionary<string, (T Value, DateTimeOffset Until)> kept = [];

    /// <returns>The secret, which is kept nowhere.</returns>
    public string Begin(T value)
    {
        if (kept.Count >= MostKept)
            kept.Clear();
        var (secret, now) = (Secret.New(), time.GetUtcNow());
        foreach (var (hash, _) in kept.Where(entry => entry.Value.Until <= now))
            kept.TryRemove(hash, out _);
        kept[Secret.Hash(secret)] = (value, now + Pending.Lifetime);
        return secret;
    }

    /// <summary>What waits for a secret; null if nothing does, or its time is over.</summary>
    public T? Find(string secret) => kept.TryGetValue(Secret.Hash(secret), out var found) && time.GetUtcNow() < found.Until ? found.Value : null;

    /// <returns>False if nothing waits for it.</returns>
    public bool End(string secret) => kept.TryRemove(Secret.Hash(secret), out _);
}

/// <inheritdoc cref="Pending{T}"/>
public static class Pending
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
}
