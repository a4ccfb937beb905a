using Dapper;
using HtmxFlows.Data;

namespace HtmxFlows.Runs;

/// <summary>What is remembered of the runs that a key, a rate or a debounce counts: a row each, written in the commits of their events.</summary>
sealed class LimitedRuns(IDatabase database)
{
    /// <summary>Follows a run's journal.</summary>
    /// <param name="state">The run after the events.</param>
    public static void Follow(DatabaseWriter writer, RunState state, IReadOnlyList<RunEvent> events)
    {
        var run = DatabaseTypes.ToText(state.Id);
        var begun = state.BegunAt is { } at ? DatabaseTypes.ToText(at) : null;
        if (events is [WorkflowStarted started, ..])
            writer.Execute("INSERT INTO limited_runs (run_id, workflow_id, key, held_until, begun_at) VALUES ($0, $1, $2, $3, $4)",
                run, DatabaseTypes.ToText(state.Workflow), state.Key, started.HeldUntil is { } until ? DatabaseTypes.ToText(until) : null, begun);
        else if (events.Any(next => next.At == state.BegunAt))
            writer.Execute("UPDATE limited_runs SET begun_at = $1 WHERE run_id = $0 AND begun_at IS NULL", run, begun);
    }

    /// <summary>The workflows with starts after a moment.</summary>
    public IReadOnlyList<Guid> Workflows(DateTimeOffset after) => database.Read(connection => connection.Query<Guid>(
        "SELECT w.id FROM workflows w WHERE EXISTS (SELECT 1 FROM limited_runs l WHERE l.workflow_id = w.id AND l.begun_at > @after)", new { after }).AsList());

    /// <summary>The starts of a workflow's runs after a moment, in their order.</summary>
    public IReadOnlyList<(QueueLine Line, DateTimeOffset At)> Starts(Guid workflow, DateTimeOffset after) => database.Read(connection =>
        connection.Query<(string Key, DateTimeOffset At)>(
            "SELECT key, begun_at FROM limited_runs WHERE workflow_id = @workflow AND begun_at > @after ORDER BY begun_at", new { workflow, after })
            .Select(row => (new QueueLine(workflow, false, row.Key), row.At)).ToArray());
}
