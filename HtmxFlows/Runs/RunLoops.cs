namespace HtmxFlows.Runs;

/// <summary>
/// The share of the thread pool that runs use. What a loop awaits returns to the same scheduler, so that thousands of runs leave room for
/// pages.
/// </summary>
sealed class RunLoops
{
    /// <summary>How much work of runs is in the thread pool's queue at once; a page waits behind no more.</summary>
    const int LoopsTogether = 16, StepsTogether = 8;

    readonly TaskFactory loops = new(new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, LoopsTogether, StepsTogether).ConcurrentScheduler);

    public Task<T> Start<T>(Func<Task<T>> work) => loops.StartNew(work).Unwrap();

    /// <summary>Starts work that nothing waits for.</summary>
    public void Post(Func<Task> work) => _ = loops.StartNew(work).Unwrap();
}
