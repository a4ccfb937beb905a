namespace HtmxFlows.Live;

/// <summary>
/// A value that is made at the first call and shared by all callers. A failure is not kept: the next call tries again, so that a
/// database that is unavailable for a moment does not spoil a feed for its whole life.
/// </summary>
public sealed class AsyncCache<T>(Func<Task<T>> make)
{
    readonly Lock gate = new();
    Task<T>? made;

    /// <summary>The shared value. The first caller starts creating it.</summary>
    public Task<T> Get()
    {
        lock (gate)
            return made is { IsFaulted: false } ? made : made = make();
    }

    /// <summary>The next call makes a new value.</summary>
    public void Forget()
    {
        lock (gate)
            made = null;
    }
}
