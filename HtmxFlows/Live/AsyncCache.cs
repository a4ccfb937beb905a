namespace HtmxFlows.Live;

/// <summary>
/// Something that is made when the first asks for it, and shared by all who ask. What could not be made is made again for the next: a
/// database that cannot be read for a moment must not spoil a feed for as long as it lives.
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

    /// <summary>The next who asks has it made anew.</summary>
    public void Forget()
    {
        lock (gate)
            made = null;
    }
}
