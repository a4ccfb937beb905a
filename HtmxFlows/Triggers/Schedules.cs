using Dapper;
using HtmxFlows.Accounts;
using HtmxFlows.Data;
using HtmxFlows.Nodes;
using HtmxFlows.Workflows;

namespace HtmxFlows.Triggers;

/// <summary>The schedules of published versions, as rows that wait for their next moments.</summary>
public sealed class Schedules(IDatabase database, WorkflowPlans plans, TriggerKeys keys, TimeProvider time)
{
    const string Columns = "SELECT t.workflow_id, t.node_id, t.since, t.next_due, t.paused_at, t.failures, t.problem FROM triggers t JOIN workflows w ON w.id = t.workflow_id WHERE t.kind = @kind AND w.deleted_at IS NULL AND w.archived_at IS NULL";

    const string Kind = ScheduleNode.TypeName;

    /// <summary>Those whose moment has come, the longest due first.</summary>
    public IReadOnlyList<DueSchedule> Due(DateTimeOffset now, int most) => database.Read(connection =>
        connection.Query<DueSchedule>($"{Columns} AND t.next_due <= @now ORDER BY t.next_due LIMIT @most", new { kind = Kind, now, most }).AsList());

    /// <summary>How many waited for a moment that has come by then.</summary>
    public int CountDue(DateTimeOffset moment) => database.Read(connection => connection.QuerySingle<int>(
        $"SELECT count(*) FROM ({Columns} AND t.next_due < @moment) late", new { kind = Kind, moment }));

    /// <summary>When the first of them that waits comes due after a moment; null if none does.</summary>
    public DateTimeOffset? NextDue(DateTimeOffset after) =>
        database.Read(connection => connection.QuerySingle<DateTimeOffset?>("SELECT min(next_due) FROM triggers WHERE next_due > @after", new { after }));

    /// <summary>The schedules of some workflows.</summary>
    public ILookup<Guid, DueSchedule> Of(IEnumerable<Guid> workflows) => database.Read(connection =>
        connection.Query<DueSchedule>($"{Columns} AND t.workflow_id IN ({database.Dialect.TextsIn("@workflows")}) ORDER BY t.next_due, t.node_id", new { kind = Kind, workflows = Json.From(workflows).GetRawText() })
            .ToLookup(schedule => schedule.WorkflowId));

    /// <summary>The configuration of a schedule; null if the published version has it no more.</summary>
    public ScheduleNode.Configuration? ConfigurationOf(DueSchedule schedule) =>
        plans.Newest(schedule.WorkflowId) is { } version ? plans.Find(schedule.WorkflowId, version)?.Nodes.GetValueOrDefault(schedule.NodeId)?.Configuration as ScheduleNode.Configuration : null;

    /// <summary>Finds the moments of a schedule.</summary>
    public Func<DateTimeOffset, DateTimeOffset?> Moments(DueSchedule schedule, ScheduleNode.Configuration configuration)
    {
        var rule = ScheduleRule.Of(configuration, keys.SeedOf(schedule.WorkflowId, schedule.NodeId)).Rule;
        return after => rule?.Next(schedule.Since, after);
    }

    /// <summary>Has a schedule wait for another moment without a run of the one before.</summary>
    /// <param name="problem">Why no run was started; empty if none had to be.</param>
    public Task<bool> Skip(DueSchedule schedule, DateTimeOffset? next, string problem = "") =>
        database.Write(writer => TriggerRows.Advance(writer, schedule.WorkflowId, schedule.NodeId, schedule.NextDue!.Value, next, problem));

    /// <summary>Ends the pause that failures have caused.</summary>
    /// <returns>False if the schedule is not paused so.</returns>
    public async Task<bool> Resume(Guid workflow, string node, Actor actor)
    {
        var now = time.GetUtcNow();
        if (Of([workflow])[workflow].FirstOrDefault(one => one.NodeId == node) is not { PausedAt: not null } schedule || ConfigurationOf(schedule) is not { } configuration)
            return false;
        var next = configuration.Paused ? null : Moments(schedule, configuration)(now);
        return await database.Write(writer =>
        {
            if (writer.Connection.Execute("UPDATE triggers SET failures = 0, paused_at = NULL, next_due = @next WHERE workflow_id = @workflow AND node_id = @node AND paused_at IS NOT NULL", new { workflow, node, next }) == 0)
                return false;
            AuditLog.Write(writer, actor, AuditAction.ScheduleResumed, new(workflow, node), now);
            return true;
        });
    }
}
