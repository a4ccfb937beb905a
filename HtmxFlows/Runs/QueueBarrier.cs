namespace HtmxFlows.Runs;

/// <summary>What keeps the next run of a line from its start. The set is closed.</summary>
abstract record QueueBarrier
{
    QueueBarrier() { }

    /// <summary>As many runs of the line have not ended as may be unfinished at once.</summary>
    public sealed record Limit(int Most) : QueueBarrier;

    /// <summary>As many runs of the line have started in the period as may.</summary>
    /// <param name="Until">When the next one may start.</param>
    public sealed record Rate(int Most, TimeSpan Period, DateTimeOffset Until) : QueueBarrier;
}
