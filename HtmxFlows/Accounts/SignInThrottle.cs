using System.Collections.Concurrent;

namespace HtmxFlows.Accounts;

/// <summary>
/// Limits attempts to sign in: for a name from one address, for a name from everywhere, and for an address. Each count starts anew after a while.
/// Names count whether or not they exist. An attempt counts when it begins, so that many at once count as well.
/// </summary>
public sealed class SignInThrottle(TimeProvider time)
{
    /// <summary>The most failed attempts within <see cref="Window"/>.</summary>
    public const int MostOfNameAndAddress = 5, MostOfName = 50, MostOfAddress = 20;

    /// <summary>How many names and addresses are counted; beyond it, those whose time is over are dropped, and then all.</summary>
    public const int MostCounted = 50_000;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    readonly ConcurrentDictionary<(string Name, string Address), (int Attempts, DateTimeOffset Until)> counts = [];

    /// <summary>Counts an attempt.</summary>
    /// <returns>Null if it may be made; otherwise the moment from which the next may.</returns>
    public DateTimeOffset? Begin(string name, string address)
    {
        Clean();
        DateTimeOffset? until = null;
        foreach (var (key, most) in Keys(name, address))
        {
            var count = counts.AddOrUpdate(key, _ => (1, time.GetUtcNow() + Window), (_, known) => known.Until <= time.GetUtcNow() ? (1, time.GetUtcNow() + Window) : (known.Attempts + 1, known.Until));
            if (count.Attempts > most && (until is null || count.Until > until))
                until = count.Until;
        }
        return until;
    }

    /// <summary>Uncounts an attempt that succeeded.</summary>
    public void Succeed(string name, string address)
    {
        foreach (var (key, _) in Keys(name, address))
            counts.AddOrUpdate(key, _ => (0, time.GetUtcNow()), (_, known) => (Math.Max(0, known.Attempts - 1), known.Until));
        counts.TryRemove((name, address), out _);
    }

    static IEnumerable<((string, string) Key, int Most)> Keys(string name, string address) =>
        [((name, address), MostOfNameAndAddress), ((name, ""), MostOfName), (("", address), MostOfAddress)];

    void Clean()
    {
        if (counts.Count < MostCounted)
            return;
        var now = time.GetUtcNow();
        foreach (var (key, _) in counts.Where(count => count.Value.Until <= now))
            counts.TryRemove(key, out _);
        if (counts.Count >= MostCounted)
            counts.Clear();
    }
}
