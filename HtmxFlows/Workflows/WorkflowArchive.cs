using Dapper;
using HtmxFlows.Accounts;
using HtmxFlows.Data;

namespace HtmxFlows.Workflows;

/// <summary>The archive: workflows that lists do not show and forms do not offer. They keep everything, and run when they are called.</summary>
public sealed class WorkflowArchive(IDatabase database, WorkflowPlans plans, TimeProvider time)
{
    /// <returns>False if there is no such workflow.</returns>
    public Task<bool> Add(Guid id, Actor actor)
    {
        var now = time.GetUtcNow();
        return Set("UPDATE workflows SET archived_at = coalesce(archived_at, @now) WHERE id = @id AND deleted_at IS NULL", id, actor, AuditAction.WorkflowArchived, now);
    }

    /// <inheritdoc cref="Add"/>
    public Task<bool> Remove(Guid id, Actor actor) =>
        Set("UPDATE workflows SET archived_at = NULL WHERE id = @id AND deleted_at IS NULL", id, actor, AuditAction.WorkflowRestored, time.GetUtcNow());

    Task<bool> Set(string change, Guid id, Actor actor, AuditAction action, DateTimeOffset now) => database.Write(writer =>
    {
        if (writer.Connection.Execute(change, new { id, now }) == 0)
            return false;
        AuditLog.Write(writer, actor, action, new(id, WorkflowRows.FindName(writer.Connection, id)!), now);
        return true;
    }, _ => plans.NoteChange());
}
