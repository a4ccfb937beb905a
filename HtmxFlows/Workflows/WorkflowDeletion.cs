using Dapper;
using HtmxFlows.Data;

namespace HtmxFlows.Workflows;

/// <summary>
/// Removes the rows of deleted workflows: their runs, drafts and versions, and last their own. Then it gives the space back that they took. It takes
/// many short commits, with other writes between them, and continues at the next start if the process ended before it was done.
/// </summary>
public sealed class WorkflowDeletion : IDisposable
{
    /// <summary>Each deletes one row of a workflow, with what belongs to that row; the next is for when there is none left.</summary>
    static readonly string[] Steps =
    [
        "DELETE FROM runs WHERE id = (SELECT id FROM runs WHERE workflow_id = $0 LIMIT 1)",
        "DELETE FROM draft_steps WHERE workflow_id = $0 AND step = (SELECT min(step) FROM draft_steps WHERE workflow_id = $0)",
        "DELETE FROM draft_revisions WHERE workflow_id = $0 AND revision = (SELECT min(revision) FROM draft_revisions WHERE workflow_id = $0)",
        "DELETE FROM draft_outputs WHERE workflow_id = $0 AND node_id = (SELECT min(node_id) FROM draft_outputs WHERE workflow_id = $0)",
        "DELETE FROM versions WHERE workflow_id = $0 AND version = (SELECT min(version) FROM versions WHERE workflow_id = $0)",
        "DELETE FROM workflows WHERE id = $0",
    ];

    readonly WorkflowStore workflows;
    readonly IDatabase database;
    readonly BackgroundRemoval removal;
    readonly SemaphoreSlim deleted = new(0);

    public WorkflowDeletion(WorkflowStore workflows, IDatabase database, BackgroundRemoval removal)
    {
        (this.workflows, this.database, this.removal) = (workflows, database, removal);
        workflows.Deleted += Continue;
    }

    /// <summary>Removes what is deleted, and what an earlier process left of it, until it is stopped.</summary>
    public Task Run(CancellationToken stop) => removal.Repeat("The rows of a deleted workflow", RemoveDeleted, deleted.WaitAsync, stop);

    async Task RemoveDeleted(CancellationToken stop)
    {
        foreach (var workflow in FindDeleted())
        {
            var id = DatabaseTypes.ToText(workflow);
            await removal.Remove(writer => Array.Exists(Steps, step => writer.Execute(step, id) > 0), stop);
        }
    }

    List<Guid> FindDeleted() =>
        database.Read(connection => connection.Query<Guid>("SELECT id FROM workflows WHERE deleted_at IS NOT NULL ORDER BY deleted_at").AsList());

    void Continue() => deleted.Release();

    public void Dispose()
    {
        workflows.Deleted -= Continue;
        deleted.Dispose();
    }
}
