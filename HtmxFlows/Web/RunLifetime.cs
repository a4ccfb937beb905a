using HtmxFlows.Accounts;
using HtmxFlows.Files;
using HtmxFlows.Runs;
using HtmxFlows.Triggers;
using HtmxFlows.Workflows;

namespace HtmxFlows.Web;

/// <summary>
/// Ties runs to the process. What was interrupted resumes once the app listens, so that it can be looked at and cancelled whatever it
/// does; at the end runs are left resumable.
/// </summary>
sealed class RunLifetime(
    SampleWorkflows samples, RunSupervisor runs, RunRecovery recovery, RunScheduler scheduler, WorkflowDeletion deletion, RunRetention retention, FileRemoval files, BulkActions bulk,
    Sessions sessions, AuditLog audit, StartKeys keys, ScheduleRunner schedules, ErrorTriggers errors,
    IHostApplicationLifetime lifetime)
    : IHostedService
{
    Task resuming = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await samples.Plant();
        await runs.Recover();
        lifetime.ApplicationStarted.Register(() => resuming = Task.Run(Resume, CancellationToken.None));
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await resuming;
        await bulk.Stop();
        await runs.Stop();
        // If it cannot be written, the next start takes this end for a crash.
        await recovery.End().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    async Task Resume()
    {
        await runs.ResumeInterrupted(lifetime.ApplicationStopping);
        var stop = lifetime.ApplicationStopping;
        await Task.WhenAll(scheduler.Run(stop), deletion.Run(stop), retention.Run(stop), files.Run(stop), sessions.Run(stop), audit.Run(stop), keys.Run(stop), schedules.Run(stop), errors.Run(stop));
    }
}
