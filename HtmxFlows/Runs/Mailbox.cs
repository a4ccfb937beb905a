using System.Threading.Channels;

namespace HtmxFlows.Runs;

/// <summary>
/// The work of a run's loop. It can be closed only while it is empty, so that no accepted work is lost: a poster that finds it closed looks for the
/// run's next execution.
/// </summary>
sealed class Mailbox
{
    readonly Lock gate = new();
    readonly Channel<Func<ValueTask>> work = Channel.CreateUnbounded<Func<ValueTask>>(new() { SingleReader = true });
    bool closed;

    /// <returns>False if it is closed.</returns>
    public bool Post(Func<ValueTask> next)
    {
        lock (gate)
            return !closed && work.Writer.TryWrite(next);
    }

    /// <returns>False, and still open, if there is work in it.</returns>
    public bool TryClose()
    {
        lock (gate)
            return closed = closed || !work.Reader.TryPeek(out _);
    }

    /// <summary>Closes it, even with work in it.</summary>
    public void Close()
    {
        lock (gate)
            closed = true;
    }

    public ValueTask<Func<ValueTask>> Take() => work.Reader.ReadAsync();
}
