using Microsoft.Extensions.Logging;

namespace HtmxFlows.Runs;

/// <summary>
/// Has the runs that rest go on when their time has come. There is one for all of them, with one timer; who is next, the database knows.
/// </summary>
public sealed class RunScheduler : IDisposable
{
    /// <summary>How many runs are being woken together, so that thousands that come due at once do not fill the memory.</summary>
    const int Together = 64;

    static readonly TimeSpan PauseAfterError = TimeSpan.FromSeconds(2);

    readonly RunStore store;
    readonly RunSupervisor runs;
    readonly RunServices services;
    readonly SemaphoreSlim places = new(Together);
    readonly Lock gate = new();
    TaskCompletionSource signal = NewSignal();
    DateTimeOffset next = DateTimeOffset.MinValue;

    public RunScheduler(RunStore store, RunSupervisor runs, RunServices services)
    {
        (this.store, this.runs, this.services) = (store, runs, services);
        runs.Suspended += Expect;
    }

    /// <summary>Wakes runs until it is told to stop.</summary>
    public async Task Run(CancellationToken stop)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                // One moment for both questions, so that no run comes due between them.
                var (sooner, now) = (Listen(), services.Time.GetUtcNow());
                if (!await ResumeDue(now, stop))
                    await UntilNext(now, sooner, stop);
            }
            catch (Exception error) when (!stop.IsCancellationRequested)
            {
                services.Logger.LogError(error, "The runs that are due could not be read; it is tried again");
                await services.Clock.At(services.Time.GetUtcNow() + PauseAfterError, () => { }, stop);
            }
            catch (Exception) when (stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <returns>Whether there was any to wake.</returns>
    async Task<bool> ResumeDue(DateTimeOffset now, CancellationToken stop)
    {
        // One that is awake may be due for a moment longer, until its next commit.
        var due = store.Due(now, Together + runs.ActiveRuns).Where(run => !runs.IsActive(run)).ToArray();
        foreach (var run in due)
        {
            await places.WaitAsync(stop);
            _ = Resume(run);
        }
        return due.Length > 0;
    }

    async Task Resume(Guid run)
    {
        await runs.Resume(run).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        places.Release();
    }

    async Task UntilNext(DateTimeOffset now, Task sooner, CancellationToken stop)
    {
        var moment = store.NextDue(now) ?? DateTimeOffset.MaxValue;
        lock (gate)
            next = moment;
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await Task.WhenAny(sooner, services.Clock.At(moment, () => { }, timer.Token));
        await timer.CancelAsync();
    }

    /// <summary>A signal that some run rests for less long than is being waited. Listened to before the database is asked, so that it is seen by the one or by the other.</summary>
    Task Listen()
    {
        lock (gate)
        {
            next = DateTimeOffset.MaxValue;
            return (signal = NewSignal()).Task;
        }
    }

    void Expect(DateTimeOffset moment)
    {
        lock (gate)
        {
            if (moment < next)
                signal.TrySetResult();
        }
    }

    static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Dispose()
    {
        runs.Suspended -= Expect;
        places.Dispose();
    }
}
