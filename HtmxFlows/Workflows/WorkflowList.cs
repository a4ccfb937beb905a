using Dapper;
using HtmxFlows.Data;

namespace HtmxFlows.Workflows;

/// <summary>The list of workflows, with what each line shows of runs.</summary>
public sealed class WorkflowList(IDatabase database)
{
    /// <summary>How many runs of a workflow its line shows.</summary>
    public const int RunsShown = 10;

    sealed record Row
    {
        public Guid Workflow { get; init; }
        public Guid Id { get; init; }
        public string Status { get; init; } = "";
        public DateTimeOffset StartedAt { get; init; }
    }

    public IReadOnlyList<WorkflowLine> Read(WorkflowQuery query, int skip, int take) => database.Read(connection => connection.Query<WorkflowLine>(
        $"""
        SELECT w.id, w.name, w.description, (SELECT max(version) FROM versions v WHERE v.workflow_id = w.id AND v.status = 'published') AS version,
          r.id AS last_run_id, r.status AS last_status, r.started_at AS last_started_at, r.finished_at AS last_finished_at
        FROM workflows w LEFT JOIN runs r ON r.id = (SELECT max(id) FROM runs WHERE workflow_id = w.id)
        WHERE w.deleted_at IS NULL AND w.archived_at IS {(query.IsArchived ? "NOT NULL" : "NULL")}
          AND (lower(w.name) LIKE lower(@pattern) ESCAPE '\' OR lower(w.description) LIKE lower(@pattern) ESCAPE '\')
          {(query.Tag is null ? "" : "AND EXISTS (SELECT 1 FROM workflow_tags t WHERE t.workflow_id = w.id AND t.tag = @tag)")}
          {(query.Hidden is null ? "" : $"AND w.id NOT IN ({database.Dialect.TextsIn("@hidden")})")}
        ORDER BY {Order(query.Order)} LIMIT @take OFFSET @skip
        """,
        new { pattern = LikePattern.Containing(query.Text), tag = query.Tag, hidden = Json.From(query.Hidden ?? []).GetRawText(), take, skip }).AsList());

    /// <summary>The newest runs of workflows, oldest first.</summary>
    public ILookup<Guid, RecentRun> RecentRuns(IEnumerable<Guid> workflows) => database.Read(connection => connection.Query<Row>(
        $"""
        SELECT w.id AS workflow, r.id, r.status, r.started_at
        FROM workflows w JOIN runs r ON r.id IN (SELECT id FROM runs WHERE workflow_id = w.id ORDER BY id DESC LIMIT {RunsShown})
        WHERE w.id IN ({database.Dialect.TextsIn("@list")}) ORDER BY r.id
        """,
        new { list = Json.From(workflows).GetRawText() })).ToLookup(row => row.Workflow, row => new RecentRun(row.Id, row.Status, row.StartedAt));

    static string Order(WorkflowOrder order) => order switch
    {
        WorkflowOrder.Name => "lower(w.name), w.id",
        WorkflowOrder.LastChange =>
            """
            (SELECT max(at) FROM (
              SELECT max(created_at) AS at FROM versions WHERE workflow_id = w.id
              UNION ALL SELECT s.made_at FROM drafts d JOIN draft_steps s ON s.workflow_id = d.workflow_id AND s.step = d.step WHERE d.workflow_id = w.id) changes) DESC, w.id DESC
            """,
        _ => "coalesce(r.id, w.id) DESC",
    };
}
