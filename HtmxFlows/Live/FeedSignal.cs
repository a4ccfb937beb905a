namespace HtmxFlows.Live;

/// <summary>Wakes everyone who waits for a change.</summary>
public sealed class FeedSignal
{
    TaskCompletionSource changed = New();

    /// <summary>Completes at the next call of <see cref="Wake"/>. Read it before looking for a change.</summary>
    public Task Changed => Volatile.Read(ref changed).Task;

    public void Wake() => Interlocked.Exchange(ref changed, New()).SetResult();

    // The caller of Wake does not run the code of those who wait.
    static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
