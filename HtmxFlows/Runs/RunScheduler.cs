
namespace HtmxFlows.Runs;

/// <summary>
/// Resumes suspended runs when their time comes. There is one for all runs, with one timer; the database knows which run is next.
/// </summary>
sealed class RunScheduler : IDisposable
{
    /// <summary>How many runs are resumed together, so that thousands that come due at once do not fill the memory.</summary>
    const int Together = 64;

    readonly RunStore store;
    readonly RunResumption resumption;
    readonly RunHandles handles;
    readonly RunNotices notices;
    readonly Clock clock;
    readonly EngineLog log;
    readonly SemaphoreSlim places = new(Together);
    readonly Lock gate = new();
    TaskCompletionSource signal = NewSignal();
    DateTimeOffset next = DateTimeOffset.MinValue;

    public RunScheduler(RunStore store, RunResumption resumption, RunHandles handles, RunNotices notices, Clock clock, EngineLog log)
    {
        (this.store, this.resumption, this.handles, this.notices, this.clock, this.log) = (store, resumption, handles, notices, clock, log);
        notices.Published += Expect;
    }

    /// <summary>Resumes runs until it is stopped.</summary>
    public async Task Run(CancellationToken stop)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                // One moment for both questions, so that no run comes due between them.
                var (sooner, now) = (Listen(), clock.Now);
                if (!await ResumeDue(now, stop))
                    await UntilNext(now, sooner, stop);
            }
            catch (Exception error) when (!stop.IsCancellationRequested)
            {
                log.Current.LogError(error, "The runs that are due could not be read; the next try follows in a moment");
                await clock.At(clock.Now + DelayedResumption.Pause, () => { }, stop);
            }
            catch (Exception) when (stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <returns>Whether any was due.</returns>
    async Task<bool> ResumeDue(DateTimeOffset now, CancellationToken stop)
    {
        // An active run may be due for a moment longer, until its next commit.
        var due = store.Due(now, Together + handles.ActiveRuns).Where(run => !handles.IsActive(run)).ToArray();
        foreach (var run in due)
        {
            await places.WaitAsync(stop);
            _ = Resume(run);
        }
        return due.Length > 0;
    }

    async Task Resume(Guid run)
    {
        await resumption.Resume(run).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        places.Release();
    }

    async Task UntilNext(DateTimeOffset now, Task sooner, CancellationToken stop)
    {
        var moment = store.NextDue(now) ?? DateTimeOffset.MaxValue;
        lock (gate)
            next = moment;
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await Task.WhenAny(sooner, clock.At(moment, () => { }, timer.Token));
        await timer.CancelAsync();
    }

    /// <summary>Completes when a run is suspended for less time than the current wait. It is listened to before the database is read, so that one or the other sees the run.</summary>
    Task Listen()
    {
        lock (gate)
        {
            next = DateTimeOffset.MaxValue;
            return (signal = NewSignal()).Task;
        }
    }

    void Expect(RunNotice notice)
    {
        if (notice is not RunNotice.Suspended suspended)
            return;
        lock (gate)
        {
            if (suspended.Until < next)
                signal.TrySetResult();
        }
    }

    static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Dispose()
    {
        notices.Published -= Expect;
        places.Dispose();
    }
}
