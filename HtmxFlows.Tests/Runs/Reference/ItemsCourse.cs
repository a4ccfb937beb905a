namespace HtmxFlows.Tests.Runs.Reference;

/// <summary>When the items of a node are tried, if each has its turn as soon as there is room, and an attempt takes no time.</summary>
/// <param name="Tries">The moments of the attempts of each item that is worked on, by its index.</param>
sealed record ItemsCourse(IReadOnlyDictionary<int, IReadOnlyList<DateTimeOffset>> Tries)
{
    /// <param name="open">The items that have not ended before.</param>
    /// <param name="delays">The milliseconds between the attempts of an item that fails; one that does not is tried once.</param>
    public static ItemsCourse Of(ItemsWork work, IEnumerable<int> open, DateTimeOffset now, IReadOnlyList<double> delays)
    {
        var free = Enumerable.Repeat(now, work.Parallel).ToList();
        Dictionary<int, IReadOnlyList<DateTimeOffset>> tries = [];
        foreach (var index in open)
        {
            List<DateTimeOffset> moments = [free.Min()];
            free.Remove(moments[0]);
            foreach (var delay in work.IsBad(index) ? delays : [])
                moments.Add(moments[^1].AddMilliseconds(delay));
            free.Add(moments[^1]);
            tries[index] = moments;
        }
        return new(tries);
    }

    /// <summary>When an item ends; null if it had ended before.</summary>
    public DateTimeOffset? EndOf(int index) => Tries.TryGetValue(index, out var moments) ? moments[^1] : null;

    /// <summary>When the first item fails that fails the node; null if none does.</summary>
    public DateTimeOffset? Failure(ItemsWork work) => work.Collects ? null : Tries.Where(item => work.IsBad(item.Key)).Min(item => (DateTimeOffset?)item.Value[^1]);

    /// <summary>When the work ends; null is at once.</summary>
    public DateTimeOffset? End(ItemsWork work) => Failure(work) ?? Tries.Max(item => (DateTimeOffset?)item.Value[^1]);
}
