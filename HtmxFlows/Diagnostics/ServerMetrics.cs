using Prometheus;

namespace HtmxFlows.Diagnostics;

/// <summary>What the server counts, in the text format of Prometheus. The values of labels are words of the product, never ids or names of users.</summary>
public sealed class ServerMetrics
{
    readonly CollectorRegistry registry = Metrics.NewCustomRegistry();

    public ServerMetrics()
    {
        var factory = Metrics.WithCustomRegistry(registry);
        RunsStarted = factory.CreateCounter("htmxflows_runs_started_total", "Runs that were started, by what started them.", "trigger");
        RunsEnded = factory.CreateCounter("htmxflows_runs_ended_total", "Runs that have ended, by their status.", "status");
        RunsUnfinished = factory.CreateGauge("htmxflows_runs_unfinished", "Runs that have not ended, the queued ones included.");
        RunsQueued = factory.CreateGauge("htmxflows_runs_queued", "Runs that wait for their turn, or for a quiet time.");
        RunsActive = factory.CreateGauge("htmxflows_runs_active", "Runs that are in memory.");
        JournalCommits = factory.CreateCounter("htmxflows_journal_commits_total", "Durable appends to journals.");
        Deliveries = factory.CreateCounter("htmxflows_deliveries_total", "Calls of webhooks, by their outcome.", "outcome");
        SchedulesOverdue = factory.CreateGauge("htmxflows_schedule_overdue", "Schedules whose next run is late by more than 60 seconds.");
        Viewers = factory.CreateGauge("htmxflows_viewers", "Open live views of runs.");
        DotNetStats.Register(registry);
    }

    public Counter RunsStarted { get; }

    public Counter RunsEnded { get; }

    public Gauge RunsUnfinished { get; }

    public Gauge RunsQueued { get; }

    public Gauge RunsActive { get; }

    public Counter JournalCommits { get; }

    public Counter Deliveries { get; }

    public Gauge SchedulesOverdue { get; }

    public Gauge Viewers { get; }

    /// <summary>The media type of the text.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Has gauges set whenever they are read.</summary>
    public void BeforeRead(Action measure) => registry.AddBeforeCollectCallback(measure);

    /// <summary>Writes all values.</summary>
    public Task Write(Stream to, CancellationToken cancellation) => registry.CollectAndExportAsTextAsync(to, cancellation);
}
