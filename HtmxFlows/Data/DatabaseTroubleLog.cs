using System.Collections.Concurrent;

namespace HtmxFlows.Data;

/// <summary>Logs that the database is not available: one line for each cause and minute, however many runs and requests notice it.</summary>
public sealed class DatabaseTroubleLog(ILogger<DatabaseTroubleLog> logger, TimeProvider time)
{
    static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    readonly ConcurrentDictionary<DatabaseTrouble, DateTimeOffset> logged = [];

    /// <summary>Logs a failure if it is one of the database.</summary>
    /// <returns>Whether it is.</returns>
    public bool Takes(Exception? failure)
    {
        if (failure is not DatabaseUnavailableException unavailable)
            return false;
        var now = time.GetUtcNow();
        // Of several that come at once, the one that sets the time logs.
        if (logged.TryGetValue(unavailable.Trouble, out var last) ? (now - last).Duration() >= Pause && logged.TryUpdate(unavailable.Trouble, now, last) : logged.TryAdd(unavailable.Trouble, now))
            logger.LogError("{Sentence} {Cause}", unavailable.Message, unavailable.InnerException?.Message);
        return true;
    }
}
