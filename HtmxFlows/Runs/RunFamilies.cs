using System.Collections.Concurrent;

namespace HtmxFlows.Runs;

/// <summary>Counts the runs below each run that no other run called, at any depth: a workflow that calls itself several times would fill the machine.</summary>
/// <param name="most">How many there may be.</param>
/// <param name="count">Counts those in the database, once while a family has unfinished runs.</param>
sealed class RunFamilies(int most, Func<Guid, int> count)
{
    readonly ConcurrentDictionary<Guid, Lazy<Counter>> counters = [];

    /// <summary>How many runs there may be below a root.</summary>
    public int Most => most;

    /// <summary>Counts one more run below a root.</summary>
    /// <returns>False if there are as many as there may be.</returns>
    public bool TryAdd(Guid root) => counters.GetOrAdd(root, id => new(() => new(count(id)))).Value.TryAdd(most);

    /// <summary>The root has ended, and with it the runs below it.</summary>
    public void End(Guid root) => counters.TryRemove(root, out _);

    sealed class Counter(int begin)
    {
        readonly Lock gate = new();
        int runs = begin;

        public bool TryAdd(int most)
        {
            lock (gate)
                return runs < most && ++runs > 0;
        }
    }
}
