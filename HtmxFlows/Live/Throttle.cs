namespace HtmxFlows.Live;

/// <summary>Something that happens soon after it was asked for, and once however often it was; twice only after a while.</summary>
/// <param name="between">The least time from one to the next.</param>
public sealed class Throttle(TimeSpan between, TimeProvider time, Action happen)
{
    readonly Lock gate = new();
    bool isDue;
    long last;

    /// <summary>Requests a call, which does not run on the caller's thread.</summary>
    public void Ask()
    {
        lock (gate)
        {
            if (isDue)
                return;
            isDue = true;
        }
        _ = InTime();
    }

    async Task InTime()
    {
        // By the clock that nobody sets: an hour that it is put back by would be an hour of silence.
        var wait = between - time.GetElapsedTime(last);
        await (wait > TimeSpan.Zero ? Task.Delay(wait, time) : Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        lock (gate)
            (isDue, last) = (false, time.GetTimestamp());
        happen();
    }
}
