namespace HtmxFlows.Runs;

/// <summary>Why a queued run waits. The set is closed.</summary>
public abstract record QueueWait
{
    QueueWait() { }

    /// <summary>It waits for its turn.</summary>
    /// <param name="Place">How many runs start before it, plus one.</param>
    /// <param name="NotBefore">When the rate of its workflow lets the next run start; null if no rate delays it.</param>
    public sealed record Turn(int Place, DateTimeOffset? NotBefore) : QueueWait;

    /// <summary>It waits for a later run, which would take its place.</summary>
    public sealed record Quiet(DateTimeOffset Until) : QueueWait;
}
