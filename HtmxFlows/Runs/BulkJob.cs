namespace HtmxFlows.Runs;

/// <summary>A bulk action that is under way or has ended.</summary>
/// <param name="Total">How many runs it changes.</param>
public sealed record BulkJob(RunAction Action, int Total)
{
    readonly TaskCompletionSource end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    int done, refused;

    /// <summary>How many runs it has changed.</summary>
    public int Done => done;

    /// <summary>How many runs could not be changed, for example because they ended or were deleted before their turn.</summary>
    public int Refused => refused;

    /// <summary>Completes when the action has ended.</summary>
    public Task Ended => end.Task;

    public DateTimeOffset? EndedAt { get; private set; }

    internal void Count(bool isDone) => Interlocked.Increment(ref isDone ? ref done : ref refused);

    internal void End(DateTimeOffset now)
    {
        EndedAt = now;
        end.TrySetResult();
    }
}
