using Dapper;
using HtmxFlows.Data;
using HtmxFlows.Runs;

namespace HtmxFlows.Triggers;

/// <summary>
/// What triggers for first failures and recoveries have reported last of each workflow: a row is written in the commit of the run that reports, so that a
/// change is reported once, also if the server is killed.
/// </summary>
sealed class FailureStates(IDatabase database)
{
    /// <summary>The last report of a trigger about a workflow.</summary>
    /// <param name="At">The end of the run that it was about; what ended before is not reported after a restart.</param>
    public sealed record State(bool IsFailing, DateTimeOffset At);

    public State? Find(ErrorListener listener, Guid workflow) => database.Read(connection => connection.QuerySingleOrDefault<(bool IsFailing, DateTimeOffset At)?>(
        "SELECT is_failing, at FROM failure_states WHERE workflow_id = @Workflow AND node_id = @Node AND failed_id = @failed", new { listener.Workflow, listener.Node, failed = workflow }))
        is { } row ? new(row.IsFailing, row.At) : null;

    /// <summary>The workflows that were reported as failing, and have not been as recovered.</summary>
    public IReadOnlyList<Guid> Failing() => database.Read(connection => connection.Query<Guid>("SELECT DISTINCT failed_id FROM failure_states WHERE is_failing = 1").AsList());

    /// <summary>Remembers a report, in the commit of the run that it starts.</summary>
    public static void Write(DatabaseWriter writer, ErrorListener listener, Guid workflow, bool isFailing, DateTimeOffset at) => writer.Execute(
        """
        INSERT INTO failure_states (workflow_id, node_id, failed_id, is_failing, at) VALUES ($0, $1, $2, $3, $4)
        ON CONFLICT (workflow_id, node_id, failed_id) DO UPDATE SET is_failing = excluded.is_failing, at = CASE WHEN failure_states.at > excluded.at THEN failure_states.at ELSE excluded.at END
        """, DatabaseTypes.ToText(listener.Workflow), listener.Node, DatabaseTypes.ToText(workflow), isFailing ? 1 : 0, DatabaseTypes.ToText(at));

    /// <summary>
    /// The ended runs that an earlier process may not have reported, in the order of their ends: those that failed after a moment, and, of workflows that failed or
    /// were reported as failing, those that failed after a success or succeeded after a failure.
    /// </summary>
    public IReadOnlyList<Guid> Unreported(DateTimeOffset first)
    {
        var failed = database.Read(connection => connection.Query<(Guid Run, Guid Workflow, DateTimeOffset At)>(
            $"SELECT id, workflow_id, finished_at FROM runs WHERE status = 'failed' AND parent_id IS NULL AND finished_at > @first AND {Counts}", new { first }).AsList());
        return [.. failed.Concat(failed.Select(run => run.Workflow).Union(Failing()).SelectMany(workflow => Changes(workflow, first))).OrderBy(run => run.At).ThenBy(run => run.Run).Select(run => run.Run).Distinct()];
    }

    List<(Guid Run, Guid Workflow, DateTimeOffset At)> Changes(Guid workflow, DateTimeOffset first) => database.Read(connection =>
        connection.Query<(Guid, Guid, DateTimeOffset)>(
            $"""
            SELECT id, workflow_id, finished_at FROM (
              SELECT id, workflow_id, finished_at, status, lag(status) OVER (ORDER BY finished_at, id) AS earlier FROM runs
              WHERE workflow_id = @workflow AND status IN ('failed', 'completed') AND parent_id IS NULL AND {Counts}
                AND finished_at > coalesce((SELECT min(at) FROM failure_states WHERE failed_id = @workflow AND is_failing = 1), @first)) ends
            WHERE earlier IS NULL OR earlier <> status
            """, new { workflow, first }).AsList());

    static readonly string Counts = $"trigger_kind NOT IN ('{RunTrigger.Draft}', '{RunTrigger.Error}')";
}
