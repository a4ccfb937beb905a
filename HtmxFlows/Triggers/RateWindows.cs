using System.Collections.Concurrent;

namespace HtmxFlows.Triggers;

/// <summary>Counts what happens by keys in windows of a minute, each from the first event after the one before it.</summary>
sealed class RateWindows(TimeProvider time)
{
    static readonly TimeSpan Length = TimeSpan.FromMinutes(1);

    readonly ConcurrentDictionary<(Guid Workflow, string Node), Window> windows = [];

    /// <summary>Counts an event.</summary>
    /// <returns>How long the window lasts that is full; null if there was room.</returns>
    public TimeSpan? Count(Guid workflow, string node, int most)
    {
        var window = windows.GetOrAdd((workflow, node), static _ => new());
        var now = time.GetTimestamp();
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

    sealed class Window
    {
        public long Begun { get; set; }

        public int Count { get; set; }
    }
}
