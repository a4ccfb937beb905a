namespace HtmxFlows.Tests;

/// <summary>
/// The clock of this machine, which a test can wind forward: timers that are due by then fire at once. Timers that are set for
/// exactly <paramref name="held"/> fire by winding alone, however slow the machine is.
/// </summary>
sealed class WoundTime(TimeSpan? held = null) : TimeProvider
{
    readonly Lock gate = new();
    readonly HashSet<Timer> timers = [];
    readonly TimeSpan? held = held;
    TimeSpan ahead, putBack;

    /// <summary>How many held timers there are.</summary>
    public int Held
    {
        get
        {
            lock (gate)
                return timers.Count(timer => timer.IsHeld);
        }
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
            return System.GetUtcNow() + ahead - putBack;
    }

    public override long GetTimestamp()
    {
        lock (gate)
            return System.GetTimestamp() + (long)(ahead.TotalSeconds * TimestampFrequency);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    public void WindOn(TimeSpan span)
    {
        lock (gate)
        {
            ahead += span;
            foreach (var timer in timers)
                timer.Hurry();
        }
    }

    /// <summary>Sets the clock back; timers are not affected.</summary>
    public void PutBack(TimeSpan span)
    {
        lock (gate)
            putBack += span;
    }

    sealed class Timer : ITimer
    {
        readonly WoundTime time;
        readonly Action call;
        readonly ITimer real;
        // In the time of the clock as it is wound; of a held timer, in how far it is wound.
        TimeSpan due;
        TimeSpan period;

        public Timer(WoundTime time, Action call)
        {
            (this.time, this.call) = (time, call);
            real = System.CreateTimer(_ => Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        public bool IsHeld { get; private set; }

        TimeSpan Now => IsHeld ? time.ahead : time.ahead + System.GetElapsedTime(0);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time.gate)
            {
                IsHeld = dueTime == time.held;
                (due, this.period) = (Now + dueTime, period);
                time.timers.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                    time.timers.Add(this);
                return real.Change(IsHeld ? Timeout.InfiniteTimeSpan : dueTime, period);
            }
        }

        public void Hurry()
        {
            var left = due - Now;
            if (left <= TimeSpan.Zero || !IsHeld)
                real.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, period);
        }

        void Fire()
        {
            lock (time.gate)
            {
                due = Now + period;
                if (period == Timeout.InfiniteTimeSpan)
                    time.timers.Remove(this);
            }
            call();
        }

        public void Dispose()
        {
            lock (time.gate)
                time.timers.Remove(this);
            real.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
