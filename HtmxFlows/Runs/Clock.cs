namespace HtmxFlows.Runs;

/// <summary>Reads the time, and calls back at a moment, however distant.</summary>
public sealed class Clock(TimeProvider time)
{
    public DateTimeOffset Now => time.GetUtcNow();

    // Timers do not notice that the clock was set forward or that the machine slept, so that the clock is read again at least this often.
    static readonly TimeSpan Farthest = TimeSpan.FromSeconds(30);

    static readonly TimeSpan Jump = TimeSpan.FromMilliseconds(1);

    /// <summary>Calls at a moment, at once if it has passed, and never if the token is cancelled before.</summary>
    public async Task At(DateTimeOffset moment, Action call, CancellationToken cancellation)
    {
        // Most waits end because they are cancelled, so that is no exception.
        for (var left = moment - time.GetUtcNow(); left > TimeSpan.Zero && !cancellation.IsCancellationRequested; left = moment - time.GetUtcNow())
        {
            var timer = Task.Delay(left < Farthest ? Whole(left) : Farthest, time, cancellation);
            // A clock that is set forward just as the timer is set would make it late by as much; then another is set.
            if (left - (moment - time.GetUtcNow()) < Jump)
                await timer.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        if (!cancellation.IsCancellationRequested)
            call();
    }

    // A timer drops fractions of a millisecond, and would end too early repeatedly until they have passed.
    static TimeSpan Whole(TimeSpan left) => TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds));
}
