namespace HtmxFlows.Live;

/// <summary>Calls an action soon after it is asked for: once for any number of requests, and never twice within a time.</summary>
/// <param name="between">The least time from one call to the next.</param>
public sealed class Throttle(TimeSpan between, TimeProvider time, Action happen)
{
    readonly Lock gate = new();
    bool isDue;
    long? last;

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
        // By timestamps and not by the time of day: a clock that is put back an hour would mean an hour of silence.
        var wait = last is { } before ? between - time.GetElapsedTime(before) : TimeSpan.Zero;
        await (wait > TimeSpan.Zero ? Task.Delay(wait, time) : Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        lock (gate)
            (isDue, last) = (false, time.GetTimestamp());
        happen();
    }
}
