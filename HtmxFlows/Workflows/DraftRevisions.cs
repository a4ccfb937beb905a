using System.Data.Common;
using Dapper;

namespace HtmxFlows.Workflows;

/// <summary>
/// What drafts were at recent revisions that are no step of the history: the state between two letters, or after an undo. A form may have
/// been made from any of them, and its changes are merged with those since.
/// </summary>
static class DraftRevisions
{
    /// <summary>The most revisions that are kept of one draft.</summary>
    public const int Most = 200;

    /// <summary>The most bytes of flows that are kept of one draft beside its history.</summary>
    public const int MostBytes = 8 * 1024 * 1024;

    /// <summary>The draft at a revision; null if it is not kept. Of two steps of one revision, the later one was seen.</summary>
    public static WorkflowContent? Find(DbConnection connection, Guid workflow, long revision) => connection.QueryFirstOrDefault<WorkflowContent>(
        """
        SELECT name, description, flow FROM (
          SELECT name, description, flow, step AS place FROM draft_steps WHERE workflow_id = @workflow AND revision = @revision
          UNION ALL
          SELECT name, description, flow, -1 AS place FROM draft_revisions WHERE workflow_id = @workflow AND revision = @revision) kept
        ORDER BY place DESC LIMIT 1
        """, new { workflow, revision });

    /// <summary>Keeps the state of a step that is about to be replaced.</summary>
    public static void KeepStep(DbConnection connection, Draft seen) => Keep(connection, seen.Workflow, "SELECT workflow_id, @Revision, name, description, flow FROM draft_steps WHERE workflow_id = @workflow AND step = @Step", seen.Revision, seen.Step);

    /// <summary>Keeps the states of steps that are about to be dropped, since they were undone.</summary>
    public static void KeepUndone(DbConnection connection, Guid workflow, long step) => Keep(connection, workflow, "SELECT workflow_id, revision, name, description, flow FROM draft_steps WHERE workflow_id = @workflow AND step >= @Step", 0, step);

    /// <summary>Keeps the state that the draft has now.</summary>
    public static void KeepCurrent(DbConnection connection, Guid workflow) => Keep(connection, workflow,
        "SELECT d.workflow_id, d.revision, s.name, s.description, s.flow FROM drafts d JOIN draft_steps s ON s.workflow_id = d.workflow_id AND s.step = d.step WHERE d.workflow_id = @workflow", 0, null);

    static void Keep(DbConnection connection, Guid workflow, string states, long revision, long? step)
    {
        if (connection.Execute($"INSERT INTO draft_revisions (workflow_id, revision, name, description, flow) {states} ON CONFLICT DO NOTHING", new { workflow, Revision = revision, Step = step }) > 0)
            Trim(connection, workflow);
    }

    static void Trim(DbConnection connection, Guid workflow) => connection.Execute(
        """
        DELETE FROM draft_revisions WHERE workflow_id = @workflow AND revision <= (
          SELECT max(revision) FROM (
            SELECT revision, row_number() OVER (ORDER BY revision DESC) AS place, sum(octet_length(flow)) OVER (ORDER BY revision DESC) AS bytes
            FROM draft_revisions WHERE workflow_id = @workflow) kept
          WHERE place > @Most OR bytes > @MostBytes)
        """, new { workflow, Most, MostBytes });
}
