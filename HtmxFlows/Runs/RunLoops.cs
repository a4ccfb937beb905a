using System.Collections.Concurrent;

namespace HtmxFlows.Runs;

/// <summary>
/// The share of the thread pool that runs use. What a loop awaits returns to the same scheduler, so that thousands of runs leave room for
/// pages.
/// </summary>
/// <param name="share">How much work of runs is in the thread pool's queue at once; a page waits behind no more.</param>
sealed class RunLoops(int share = 16) : TaskScheduler, IThreadPoolWorkItem
{
    const int StepsTogether = 8;

    readonly ConcurrentQueue<Task> steps = [];
    int workers;

    public override int MaximumConcurrencyLevel => share;

    /// <summary>Starts work that nothing waits for.</summary>
    public void Post(Func<Task> work) => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this);

    protected override void QueueTask(Task task)
    {
        steps.Enqueue(task);
        AddWorker();
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => Current == this && !taskWasPreviouslyQueued && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => [.. steps];

    void AddWorker()
    {
        for (var seen = Volatile.Read(ref workers); seen < share; seen = Volatile.Read(ref workers))
        {
            if (Interlocked.CompareExchange(ref workers, seen + 1, seen) != seen)
                continue;
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            return;
        }
    }

    /// <summary>One worker's turn in the thread pool: a few steps, then back to the end of the pool's queue.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        for (var done = 0; done < StepsTogether && steps.TryDequeue(out var step); done++)
            TryExecuteTask(step);
        if (!steps.IsEmpty)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            return;
        }
        Interlocked.Decrement(ref workers);
        // A step that was queued before the decrement may have found all workers in use.
        if (!steps.IsEmpty)
            AddWorker();
    }
}
