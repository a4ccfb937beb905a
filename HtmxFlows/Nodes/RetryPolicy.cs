namespace HtmxFlows.Nodes;

/// <summary>Exponential back-off: the delay doubles with each attempt, up to a cap.</summary>
public static class RetryPolicy
{
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>When the attempt after <paramref name="attempt"/> (1, 2 …) starts, or null if there is none.</summary>
    public static DateTimeOffset? Next(NodeSettings settings, int attempt, DateTimeOffset now)
    {
        if (attempt > settings.Retries)
            return null;
        var delay = settings.Delay * Math.Pow(2, Math.Min(attempt - 1, 30));
        return now + TimeSpan.FromSeconds(Math.Min(delay, Longest.TotalSeconds));
    }
}
