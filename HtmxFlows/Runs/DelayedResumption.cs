
namespace HtmxFlows.Runs;

/// <summary>Resumes runs whose journal could not be read or written: after a pause, and repeatedly until it can be.</summary>
sealed class DelayedResumption
{
    /// <summary>The pause after a failure of the database.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    readonly RunHandles handles;
    readonly RunResumption resumption;
    readonly Clock clock;
    readonly EngineLog log;

    public DelayedResumption(RunHandles handles, RunResumption resumption, Clock clock, EngineLog log, RunNotices notices)
    {
        (this.handles, this.resumption, this.clock, this.log) = (handles, resumption, clock, log);
        notices.Published += notice =>
        {
            if (notice is RunNotice.Interrupted interrupted)
                ResumeLater(interrupted.Run);
        };
    }

    /// <summary>Resumes a run, now or, if the database cannot be read, later.</summary>
    /// <returns>False if there is nothing to resume.</returns>
    public async Task<bool> TryResume(Guid run)
    {
        try
        {
            return await handles.Turn(run, handle => resumption.Open(handle)) is not null;
        }
        catch (Exception error)
        {
            LogUnreadable(error, run);
            ResumeLater(run);
            return true;
        }
    }

    /// <summary>Resumes a run after a pause.</summary>
    public void ResumeLater(Guid run)
    {
        var handle = handles.Keep(run);
        handle.IsRecovering = true;
        _ = clock.At(clock.Now + Pause, () => _ = Recover(handle), CancellationToken.None);
    }

    async Task Recover(RunHandle handle)
    {
        try
        {
            await handle.Turn(async _ =>
            {
                handle.IsRecovering = false;
                return await resumption.Open(handle, isInterrupted: true);
            });
        }
        catch (Exception error)
        {
            LogUnreadable(error, handle.Run);
            ResumeLater(handle.Run);
        }
        finally
        {
            handles.Leave(handle);
        }
    }

    void LogUnreadable(Exception error, Guid run) => log.Current.LogError(error, "Run {Run} could not be read; the next try follows in a moment", run);
}
