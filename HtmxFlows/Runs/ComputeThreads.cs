using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace HtmxFlows.Runs;

/// <summary>
/// Threads of low priority for nodes that compute, apart from those that serve pages and streams, so that the server answers during any
/// computation. Threads are made on demand, and end when they have been idle for a while.
/// </summary>
public sealed class ComputeThreads : IDisposable
{
    /// <summary>How many nodes of any one workflow compute at once, regardless of others.</summary>
    const int Guaranteed = 1;

    // Of two threads that compete for a core, one of this niceness gets about a tenth of it.
    const int Niceness = 10;

    static readonly TimeSpan LongestIdle = TimeSpan.FromSeconds(20);

    readonly FairPlaces places = new(Math.Max(2, Environment.ProcessorCount), Guaranteed);
    readonly BlockingCollection<Action> work = [];
    int idle;

    /// <summary>Waits for a thread, in the workflow's turn; <see cref="Run"/> uses it and returns it.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public ValueTask Take(Guid workflow, CancellationToken cancellation) => places.Take(workflow, cancellation);

    /// <summary>Begins work on a thread that was taken. What follows its first wait runs elsewhere.</summary>
    public async ValueTask<T> Run<T>(Guid workflow, Func<ValueTask<T>> begin)
    {
        var begun = new TaskCompletionSource<Task<T>>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            try
            {
                begun.SetResult(begin().AsTask());
            }
            catch (Exception error)
            {
                begun.SetException(error);
            }
            finally
            {
                places.Return(workflow);
            }
        });
        return await await begun.Task;
    }

    void Post(Action next)
    {
        // An idle thread that ends leaves this count first, so that the count has no thread that is gone.
        if (Interlocked.Decrement(ref idle) < 0)
        {
            Interlocked.Increment(ref idle);
            new Thread(Loop) { Name = "compute", IsBackground = true }.Start();
        }
        work.Add(next);
    }

    void Loop()
    {
        LowerPriority();
        while (TryTake(out var next))
        {
            next();
            Interlocked.Increment(ref idle);
        }
    }

    bool TryTake(out Action next)
    {
        while (!work.TryTake(out next!, LongestIdle))
        {
            if (work.IsCompleted)
                return false;
            var counted = Volatile.Read(ref idle);
            if (counted > 0 && Interlocked.CompareExchange(ref idle, counted - 1, counted) == counted)
                return false;
        }
        return true;
    }

    static void LowerPriority()
    {
        // .NET does not map priorities of threads on Linux.
        if (OperatingSystem.IsLinux())
            _ = SetPriority(0, 0, Niceness);
        else
            Thread.CurrentThread.Priority = ThreadPriority.BelowNormal;
    }

    /// <summary>Linux's setpriority(2): with PRIO_PROCESS and 0 it is about the calling thread.</summary>
    [DllImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int SetPriority(int which, int who, int priority);

    public void Dispose() => work.CompleteAdding();
}
