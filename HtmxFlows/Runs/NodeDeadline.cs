namespace HtmxFlows.Runs;

/// <summary>The time of one attempt of a node, which begins now, and the cancellation of its run.</summary>
sealed class NodeDeadline : IDisposable
{
    readonly CancellationToken cancelled;
    readonly CancellationTokenSource timeout, either;

    public NodeDeadline(TimeSpan limit, TimeProvider time, CancellationToken cancelled)
    {
        (Limit, this.cancelled, timeout) = (limit, cancelled, new(limit, time));
        either = CancellationTokenSource.CreateLinkedTokenSource(cancelled, timeout.Token);
    }

    public TimeSpan Limit { get; }

    /// <summary>Cancelled at the end of the time, or with the run.</summary>
    public CancellationToken Token => either.Token;

    /// <summary>Whether the time is over, and the run is not cancelled.</summary>
    public bool IsOver => timeout.IsCancellationRequested && !cancelled.IsCancellationRequested;

    public void Dispose()
    {
        either.Dispose();
        timeout.Dispose();
    }
}
