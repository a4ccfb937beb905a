using System.Collections.Concurrent;

namespace HtmxFlows.Accounts;

/// <summary>Proofs in use, by the hashes of their secrets. One that is forgotten ends what lasts, and is read again at its next use.</summary>
/// <param name="most">How many are kept. Beyond it all are forgotten.</param>
sealed class Remembered<T>(int most) : IDisposable where T : Proof
{
    readonly ConcurrentDictionary<string, T> kept = [];

    /// <summary>Counts what was forgotten, so that a proof that was read just before its end is not kept after it.</summary>
    int endings;

    /// <summary>The proof of a hash; null if there is none.</summary>
    public T? Find(string hash, Func<T?> read)
    {
        while (true)
        {
            if (kept.TryGetValue(hash, out var known))
                return known;
            if (kept.Count >= most)
                Forget(_ => true);
            var before = Volatile.Read(ref endings);
            if (read() is not { } found)
                return null;
            known = kept.GetOrAdd(hash, found);
            if (Volatile.Read(ref endings) == before)
                return known;
            if (kept.TryRemove(KeyValuePair.Create(hash, known)))
                known.End();
        }
    }

    public void Forget(Func<T, bool> which)
    {
        Interlocked.Increment(ref endings);
        foreach (var (hash, known) in kept.Where(entry => which(entry.Value)))
        {
            if (kept.TryRemove(hash, out _))
                known.End();
        }
    }

    public void Dispose()
    {
        foreach (var known in kept.Values)
            known.Dispose();
    }
}
