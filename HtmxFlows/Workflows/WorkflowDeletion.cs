using Dapper;
using HtmxFlows.Data;

namespace HtmxFlows.Workflows;

/// <summary>
/// Removes the rows of deleted workflows: their runs, drafts and versions, and last their own. Then it gives the space back that they took. It takes
/// many short commits, with other writes between them, and continues at the next start if the process ended before it was done.
/// </summary>
public sealed class WorkflowDeletion : IDisposable
{
    /// <summary>How long one commit deletes rows before others have their turn.</summary>
    public static readonly TimeSpan Portion = TimeSpan.FromMilliseconds(20);

    static readonly TimeSpan PauseAfterError = TimeSpan.FromSeconds(10);

    /// <summary>Each deletes one row of a workflow, with what belongs to that row; the next is for when there is none left.</summary>
    static readonly string[] Steps =
    [
        "DELETE FROM runs WHERE id = (SELECT id FROM runs WHERE workflow_id = $0 LIMIT 1)",
        "DELETE FROM draft_steps WHERE workflow_id = $0 AND step = (SELECT min(step) FROM draft_steps WHERE workflow_id = $0)",
        "DELETE FROM versions WHERE workflow_id = $0 AND version = (SELECT min(version) FROM versions WHERE workflow_id = $0)",
        "DELETE FROM workflows WHERE id = $0",
    ];

    readonly WorkflowStore workflows;
    readonly IDatabase database;
    readonly TimeProvider time;
    readonly ILogger logger;
    readonly DatabaseTroubleLog? troubles;
    readonly SemaphoreSlim deleted = new(0);

    public WorkflowDeletion(WorkflowStore workflows, IDatabase database, TimeProvider time, ILogger<WorkflowDeletion> logger, DatabaseTroubleLog? troubles = null)
    {
        (this.workflows, this.database, this.time, this.logger, this.troubles) = (workflows, database, time, logger, troubles);
        workflows.Deleted += Continue;
    }

    /// <summary>Removes what is deleted, and what an earlier process left of it, until it is stopped.</summary>
    public async Task Run(CancellationToken stop)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await RemoveDeleted(stop);
                while (await database.ReleaseSpace())
                    stop.ThrowIfCancellationRequested();
                await deleted.WaitAsync(stop);
            }
            catch (Exception) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                if (troubles?.Takes(error) != true)
                    logger.LogError(error, "The rows of a deleted workflow could not be removed; the next attempt follows shortly");
                await Task.Delay(PauseAfterError, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    async Task RemoveDeleted(CancellationToken stop)
    {
        foreach (var workflow in FindDeleted())
        {
            while (await RemovePortion(workflow))
                stop.ThrowIfCancellationRequested();
        }
    }

    List<Guid> FindDeleted() =>
        database.Read(connection => connection.Query<Guid>("SELECT id FROM workflows WHERE deleted_at IS NOT NULL ORDER BY deleted_at").AsList());

    /// <returns>Whether there may be more.</returns>
    Task<bool> RemovePortion(Guid workflow)
    {
        var id = DatabaseTypes.ToText(workflow);
        return database.Write(writer =>
        {
            var begun = time.GetTimestamp();
            while (Array.Exists(Steps, step => writer.Execute(step, id) > 0))
            {
                if (time.GetElapsedTime(begun) >= Portion)
                    return true;
            }
            return false;
        });
    }

    void Continue() => deleted.Release();

    public void Dispose()
    {
        workflows.Deleted -= Continue;
        deleted.Dispose();
    }
}
