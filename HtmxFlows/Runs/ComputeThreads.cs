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
    readonly BlockingCollection<Job> work = [];
    int idle;

    /// <summary>Runs work on a thread, in the workflow's turn. What follows its first wait runs elsewhere.</summary>
    /// <param name="prepare">Called when a thread is free, at once if one is; it must be quick. It gives the work.</param>
    /// <param name="cancellation">Ends the wait for a thread.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled before a thread was free.</exception>
    public Task<T> Run<T>(Guid workflow, Func<Func<ValueTask<T>>> prepare, CancellationToken cancellation)
    {
        var job = new Job<T>(workflow, prepare);
        if (places.TryTake(workflow))
            Post(job);
        else
            job.Await(places, Post, cancellation);
        return job.Result;
    }

    void Post(Job next)
    {
        next.Prepare();
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
            next.Begin();
            // Idle before it returns the place: the next job in line is posted then, and finds this thread.
            Interlocked.Increment(ref idle);
            places.Return(next.Workflow);
        }
    }

    bool TryTake(out Job next)
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

    /// <summary>Work for a thread.</summary>
    abstract class Job(Guid workflow)
    {
        public Guid Workflow => workflow;

        /// <summary>Called when the job has a place.</summary>
        public abstract void Prepare();

        /// <summary>Does the work up to its first wait.</summary>
        public abstract void Begin();
    }

    sealed class Job<T>(Guid workflow, Func<Func<ValueTask<T>>> prepare) : Job(workflow)
    {
        readonly TaskCompletionSource<T> result = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Func<ValueTask<T>>? begin;
        CancellationTokenRegistration waiting;
        int isSettled;

        public Task<T> Result => result.Task;

        /// <summary>Posts the job when a place is free, unless it was cancelled before.</summary>
        public void Await(FairPlaces places, Action<Job> post, CancellationToken cancellation)
        {
            waiting = cancellation.Register(() =>
            {
                if (TrySettle())
                    result.SetCanceled(cancellation);
            });
            places.Await(Workflow, () =>
            {
                if (!TrySettle())
                    return false;
                post(this);
                return true;
            });
        }

        public override void Prepare() => begin = prepare();

        public override void Begin()
        {
            waiting.Unregister();
            var begun = Start();
            if (begun.IsCompletedSuccessfully)
                result.SetResult(begun.Result);
            else
                _ = Forward(begun.AsTask());
        }

        ValueTask<T> Start()
        {
            try
            {
                return begin!();
            }
            catch (Exception error)
            {
                return ValueTask.FromException<T>(error);
            }
        }

        async Task Forward(Task<T> begun)
        {
            await ((Task)begun).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            result.SetFromTask(begun);
        }

        /// <returns>True once: either for the thread or for the cancellation.</returns>
        bool TrySettle() => Interlocked.Exchange(ref isSettled, 1) == 0;
    }
}
