using Dapper;
using HtmxFlows.Data;
using HtmxFlows.Diagnostics;
using Prometheus;

namespace HtmxFlows.Runs;

/// <summary>Counts runs and commits of journals, from its creation on, and reads how many runs have not ended when the metrics are read.</summary>
public sealed class RunMeasures : IDisposable
{
    readonly Journal journal;
    readonly IDatabase database;
    readonly RunSupervisor runs;
    readonly ServerMetrics metrics;
    readonly Counter.Child completed, failed, cancelled;

    public RunMeasures(Journal journal, IDatabase database, RunSupervisor runs, ServerMetrics metrics)
    {
        (this.journal, this.database, this.runs, this.metrics) = (journal, database, runs, metrics);
        (completed, failed, cancelled) = (Ended(RunStatus.Completed), Ended(RunStatus.Failed), Ended(RunStatus.Cancelled));
        metrics.BeforeRead(Measure);
        journal.Committed += Count;
    }

    /// <summary>On the writer's thread.</summary>
    void Count(Guid run, IReadOnlyList<RunEvent> events)
    {
        metrics.JournalCommits.Inc();
        if (events[0] is WorkflowStarted started)
            metrics.RunsStarted.WithLabels(started.Trigger.Name).Inc();
        (events[^1] switch
        {
            WorkflowCompleted => completed,
            WorkflowFailed => failed,
            WorkflowCancelled => cancelled,
            _ => null,
        })?.Inc();
    }

    void Measure()
    {
        var counts = database.Read(connection => connection.Query<(string Status, long Count)>(
            "SELECT status, count(*) FROM runs WHERE status IN ('queued', 'running', 'waiting') GROUP BY status").ToDictionary(row => row.Status, row => row.Count));
        metrics.RunsUnfinished.Set(counts.Values.Sum());
        metrics.RunsQueued.Set(counts.GetValueOrDefault("queued"));
        metrics.RunsActive.Set(runs.ActiveRuns);
    }

    Counter.Child Ended(RunStatus status) => metrics.RunsEnded.WithLabels(status.ToString().ToLowerInvariant());

    public void Dispose() => journal.Committed -= Count;
}
