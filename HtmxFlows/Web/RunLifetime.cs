using HtmxFlows.Live;
using HtmxFlows.Runs;
using HtmxFlows.Workflows;

namespace HtmxFlows.Web;

/// <summary>Ties runs to the process: samples and unfinished runs at the start; at the end streams close at once and runs are left resumable.</summary>
sealed class RunLifetime(SampleWorkflows samples, RunSupervisor runs, RunFeeds feeds, IHostApplicationLifetime lifetime) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await samples.Plant();
        runs.ResumeUnfinished();
        // Viewers look at this token when they are woken.
        lifetime.ApplicationStopping.Register(feeds.WakeAll);
    }

    public Task StopAsync(CancellationToken cancellationToken) => runs.Stop();
}
