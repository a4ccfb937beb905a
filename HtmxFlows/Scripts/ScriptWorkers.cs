using System.Collections.Concurrent;

namespace HtmxFlows.Scripts;

/// <summary>
/// Runs scripts in worker processes, one script at a time in each. A process starts when it is first needed, runs script after script, and is
/// replaced when it has ended or could not be stopped.
/// </summary>
public sealed class ScriptWorkers(ScriptOptions options, ILogger<ScriptWorkers>? log = null) : IDisposable
{
    readonly SemaphoreSlim places = new(options.Workers);
    readonly ConcurrentStack<ScriptWorker> idle = [];
    readonly ConcurrentDictionary<ScriptWorker, bool> all = [];
    volatile bool isDisposed;

    /// <summary>The processes that are there, for tests.</summary>
    internal IEnumerable<int> ProcessIds => all.Keys.Select(worker => worker.ProcessId);

    /// <summary>Runs a script. It blocks the thread.</summary>
    /// <param name="cancellation">Stops the script, if need be with its process.</param>
    /// <exception cref="ScriptWorkerException">A process could not be started, or ended; the message is for people.</exception>
    /// <exception cref="OperationCanceledException"/>
    public ScriptResult Run(ScriptJob job, CancellationToken cancellation)
    {
        places.Wait(cancellation);
        try
        {
            return Run(Take(), job, cancellation);
        }
        catch (ScriptWorkerException error)
        {
            log?.LogWarning("{Error} Exit code: {Code}. {Said}", error.Message, error.ExitCode, error.Said);
            throw;
        }
        finally
        {
            places.Release();
        }
    }

    ScriptResult Run(ScriptWorker worker, ScriptJob job, CancellationToken cancellation)
    {
        try
        {
            return worker.Run(job, cancellation);
        }
        finally
        {
            Return(worker);
        }
    }

    ScriptWorker Take()
    {
        while (idle.TryPop(out var worker))
        {
            if (worker.IsUsable)
                return worker;
            End(worker);
        }
        ObjectDisposedException.ThrowIf(isDisposed, this);
        var next = ScriptWorker.Start(options);
        all[next] = true;
        return next;
    }

    void Return(ScriptWorker worker)
    {
        if (worker.IsUsable && !isDisposed)
            idle.Push(worker);
        else
            End(worker);
    }

    void End(ScriptWorker worker)
    {
        all.TryRemove(worker, out _);
        worker.Dispose();
    }

    public void Dispose()
    {
        isDisposed = true;
        // One that runs a script is let go by the thread that waits for it.
        foreach (var worker in all.Keys)
            worker.Kill();
        while (idle.TryPop(out var worker))
            End(worker);
    }
}
