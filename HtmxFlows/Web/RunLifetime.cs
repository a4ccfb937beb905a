using HtmxFlows.Live;
using HtmxFlows.Runs;
using HtmxFlows.Workflows;

namespace HtmxFlows.Web;

/// <summary>Ties runs to the process: samples and interrupted runs at the start; at the end streams close at once and runs are left resumable.</summary>
sealed class RunLifetime(SampleWorkflows samples, RunSupervisor runs, RunScheduler scheduler, RunFeeds feeds, IHostApplicationLifetime lifetime) : IHostedService
{
    Task scheduling = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await samples.Plant();
        runs.ResumeInterrupted();
        scheduling = scheduler.Run(lifetime.ApplicationStopping);
        // Viewers look at this token when they are woken.
        lifetime.ApplicationStopping.Register(feeds.WakeAll);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await scheduling;
        await runs.Stop();
    }
}
