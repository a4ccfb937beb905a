using System.Collections.Concurrent;

namespace HtmxFlows.Triggers;

/// <summary>Counts what happens by names in windows of a minute, each from the first event after the one before it.</summary>
sealed class RateWindows(TimeProvider time)
{
    /// <summary>With more names than these, those whose windows are over are forgotten.</summary>
    internal const int MostKept = 10_000;

    static readonly TimeSpan Length = TimeSpan.FromMinutes(1);

    readonly ConcurrentDictionary<string, Window> windows = [];

    /// <summary>How many names are remembered.</summary>
    internal int Kept => windows.Count;

    /// <summary>Counts an event.</summary>
    /// <returns>How long the window lasts that is full; null if there was room.</returns>
    public TimeSpan? Count(string name, int most)
    {
        var now = time.GetTimestamp();
        if (windows.Count >= MostKept && !windows.ContainsKey(name))
            ForgetOld(now);
        var window = windows.GetOrAdd(name, static _ => new());
        lock (window)
        {
            if (window.Count == 0 || time.GetElapsedTime(window.Begun, now) >= Length)
                (window.Begun, window.Count) = (now, 0);
            if (window.Count >= most)
                return Length - time.GetElapsedTime(window.Begun, now);
            window.Count++;
            return null;
        }
    }

    void ForgetOld(long now)
    {
        foreach (var (name, window) in windows)
        {
            lock (window)
            {
                if (time.GetElapsedTime(window.Begun, now) >= Length)
                    windows.TryRemove(name, out _);
            }
        }
    }

    sealed class Window
    {
        public long Begun { get; set; }

        public int Count { get; set; }
    }
}
