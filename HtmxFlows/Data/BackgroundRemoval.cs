namespace HtmxFlows.Data;

/// <summary>Removes many rows in short commits, with other writes between them, and gives back the space that they took.</summary>
public sealed class BackgroundRemoval(IDatabase database, TimeProvider time, ILogger<BackgroundRemoval> logger, DatabaseTroubleLog? troubles = null)
{
    /// <summary>How long one commit removes rows before others have their turn.</summary>
    public static readonly TimeSpan Portion = TimeSpan.FromMilliseconds(20);

    static readonly TimeSpan PauseAfterError = TimeSpan.FromSeconds(10);

    /// <summary>Removes rows until none is left, portion by portion.</summary>
    /// <param name="removeOne">Removes one row with what belongs to it; false if there was none.</param>
    public async Task Remove(Func<DatabaseWriter, bool> removeOne, CancellationToken stop)
    {
        while (await RemovePortion(removeOne))
            stop.ThrowIfCancellationRequested();
    }

    /// <summary>Repeats a removal until it is stopped; after an error shortly later.</summary>
    /// <param name="what">What is removed, as the log has it, e.g. <c>The rows of a deleted workflow</c>.</param>
    /// <param name="remove">Removes everything that there is to remove now.</param>
    /// <param name="next">Waits until there may be more.</param>
    public async Task Repeat(string what, Func<CancellationToken, Task> remove, Func<CancellationToken, Task> next, CancellationToken stop)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await remove(stop);
                while (await database.ReleaseSpace())
                    stop.ThrowIfCancellationRequested();
                await next(stop);
            }
            catch (Exception) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                if (troubles?.Takes(error) != true)
                    logger.LogError(error, "{What} could not be removed; the next attempt follows shortly", what);
                await Task.Delay(PauseAfterError, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <returns>Whether there may be more.</returns>
    Task<bool> RemovePortion(Func<DatabaseWriter, bool> removeOne) => database.Write(writer =>
    {
        var begun = time.GetTimestamp();
        while (removeOne(writer))
        {
            if (time.GetElapsedTime(begun) >= Portion)
                return true;
        }
        return false;
    });
}
