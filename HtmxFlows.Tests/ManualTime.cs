namespace HtmxFlows.Tests;

/// <summary>A clock that stands still until a test moves it. Timers that come due fire on the thread that moves it, in their order.</summary>
sealed class ManualTime : TimeProvider
{
    readonly Lock gate = new();
    readonly List<Alarm> timers = [];
    TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    DateTimeOffset now = new(2030, 1, 31, 9, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
            return now;
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Alarm(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan span) => AdvanceTo(GetUtcNow() + span);

    public void AdvanceTo(DateTimeOffset moment)
    {
        while (TakeDue(moment) is { } timer)
            timer.Fire();
    }

    /// <summary>Waits until a timer is set for that moment.</summary>
    public Task TimerAt(DateTimeOffset due) => Timer(timer => timer == due);

    /// <summary>Waits until so many timers are set for that moment.</summary>
    public Task TimersAt(DateTimeOffset due, int count) => Timers(all => all.Count(timer => timer == due) >= count);

    /// <summary>Waits until a timer is set for that moment or an earlier one.</summary>
    public Task TimerBy(DateTimeOffset due) => Timer(timer => timer <= due);

    Task Timer(Func<DateTimeOffset?, bool> holds) => Timers(all => all.Any(holds));

    async Task Timers(Func<IEnumerable<DateTimeOffset?>, bool> hold)
    {
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (hold(timers.Select(timer => timer.Due)))
                    return;
                next = changed.Task;
            }
            await next.Soon();
        }
    }

    Alarm? TakeDue(DateTimeOffset until)
    {
        lock (gate)
        {
            var next = timers.Where(timer => timer.Due <= until).MinBy(timer => timer.Due);
            now = next?.Due > now ? next.Due.Value : next is null ? until : now;
            if (next is not null)
                next.Due = null;
            return next;
        }
    }

    sealed class Alarm(ManualTime time, Action call) : ITimer
    {
        public DateTimeOffset? Due { get; set; }

        public void Fire() => call();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (period != Timeout.InfiniteTimeSpan)
                throw new NotSupportedException("No test needs a timer that repeats.");
            lock (time.gate)
            {
                time.timers.Remove(this);
                Due = dueTime == Timeout.InfiniteTimeSpan ? null : time.now + dueTime;
                if (Due is not null)
                    time.timers.Add(this);
                time.changed.SetResult();
                time.changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
            return true;
        }

        public void Dispose()
        {
            lock (time.gate)
                time.timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
