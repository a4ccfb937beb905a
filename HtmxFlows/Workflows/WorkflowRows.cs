using System.Data.Common;
using Dapper;
using HtmxFlows.Accounts;
using HtmxFlows.Data;

namespace HtmxFlows.Workflows;

/// <summary>The rows of workflows and versions, read and written as parts of reads and writes.</summary>
static class WorkflowRows
{
    /// <summary>A condition for rows of a workflow <c>@id</c>: it is not deleted.</summary>
    public const string IsThere = "EXISTS (SELECT 1 FROM workflows WHERE id = @id AND deleted_at IS NULL)";

    public static bool Has(DbConnection connection, string name) =>
        connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM workflows WHERE name = @name AND deleted_at IS NULL)", new { name });

    public static ResolveOutcome Resolve(DbConnection connection, string nameOrId) => FindIds(connection, nameOrId) switch
    {
        [var id] => new ResolveOutcome.Found(id),
        [] => new ResolveOutcome.NotFound(Missing(nameOrId)),
        _ => new ResolveOutcome.NotFound($"Several workflows are called “{nameOrId}”. Use an id."),
    };

    public static string Missing(string nameOrId) => $"No workflow is called “{nameOrId}”. Use the name or id of a workflow.";

    static List<Guid> FindIds(DbConnection connection, string nameOrId) => connection.Query<Guid>(
        "SELECT id FROM workflows WHERE deleted_at IS NULL AND (name = @nameOrId OR id = @id) ORDER BY id LIMIT 2", new { nameOrId, id = nameOrId.ToLowerInvariant() }).AsList();

    /// <summary>The name of a workflow; null if there is none.</summary>
    public static string? FindName(DbConnection connection, Guid id) =>
        connection.QuerySingleOrDefault<string>("SELECT name FROM workflows WHERE id = @id AND deleted_at IS NULL", new { id });

    /// <summary>The column of the number of a version among those that were published.</summary>
    public const string Number =
        "CASE status WHEN 'published' THEN (SELECT count(*) FROM versions p WHERE p.workflow_id = versions.workflow_id AND p.status = 'published' AND p.version <= versions.version) END AS number";

    public static WorkflowVersion? FindVersion(DbConnection connection, Guid id, int version) => connection.QuerySingleOrDefault<WorkflowVersion>(
        $"SELECT workflow_id, version, status, {Number}, flow, note, author, created_at FROM versions WHERE workflow_id = @id AND version = @version AND {IsThere}", new { id, version });

    /// <summary>The newest published version; null if there is none.</summary>
    public static int? FindNewest(DbConnection connection, Guid id) =>
        connection.ExecuteScalar<int?>($"SELECT max(version) FROM versions WHERE workflow_id = @id AND status = 'published' AND {IsThere}", new { id });

    /// <summary>Creates a workflow.</summary>
    /// <param name="triggers">Its triggers, active at once; none if it cannot run.</param>
    /// <returns>Its first version.</returns>
    public static int Add(DatabaseWriter writer, Guid id, WorkflowContent content, VersionStatus status, IReadOnlyList<TriggerRow> triggers, Actor actor, DateTimeOffset now)
    {
        var connection = writer.Connection;
        connection.Execute("INSERT INTO workflows (id, name, description, created_at) VALUES (@id, @Name, @Description, @now)", new { id, content.Name, content.Description, now });
        AuditLog.Write(writer, actor, AuditAction.WorkflowCreated, new(id, content.Name), now);
        TriggerRows.Activate(writer, id, triggers, now);
        return Insert(connection, id, status, content.Flow, now);
    }

    /// <summary>Publishes a new version. After the commit, <see cref="WorkflowPlans.Remember(SaveOutcome)"/> must be called.</summary>
    /// <param name="basedOn">The version that the change was made from; another current version means a conflict.</param>
    /// <param name="triggers">The triggers of the version, which are active from this commit on.</param>
    public static SaveOutcome Publish(DatabaseWriter writer, Guid id, int basedOn, WorkflowContent content, IReadOnlyList<TriggerRow> triggers, VersionNote? note, Actor actor, DateTimeOffset now)
    {
        var connection = writer.Connection;
        var current = connection.QuerySingleOrDefault<(int? Version, string? Status, string? Flow)>(
            $"SELECT version, status, flow FROM versions WHERE workflow_id = @id AND {IsThere} ORDER BY CASE status WHEN 'published' THEN 0 ELSE 1 END, version DESC LIMIT 1", new { id });
        if (current.Version is null)
            return new SaveOutcome.Gone();
        if (current.Version != basedOn)
            return new SaveOutcome.Conflict();
        if (TriggerRows.FindConflicts(connection, id, triggers) is { Count: > 0 } taken)
            return new SaveOutcome.Invalid(taken);
        connection.Execute("UPDATE workflows SET name = @Name, description = @Description WHERE id = @id", new { id, content.Name, content.Description });
        var version = current == (basedOn, "published", content.Flow) ? basedOn : Insert(connection, id, VersionStatus.Published, content.Flow, now, note);
        TriggerRows.Activate(writer, id, triggers, now);
        AuditLog.Write(writer, actor, AuditAction.WorkflowPublished, new(id, content.Name), now, new { version, note = note?.Text ?? "" });
        return new SaveOutcome.Saved(id, version);
    }

    /// <summary>Keeps a flow that is not published, so that it can be run and its runs can be shown later.</summary>
    /// <returns>Its version; null if there is no such workflow.</returns>
    public static int? Keep(DbConnection connection, Guid id, WorkflowContent content, DateTimeOffset now)
    {
        var newest = connection.QuerySingleOrDefault<(int Version, string? Status, string? Flow)>(
            $"SELECT version, status, flow FROM versions WHERE workflow_id = @id AND {IsThere} ORDER BY version DESC LIMIT 1", new { id });
        return newest == (newest.Version, "draft", content.Flow) ? newest.Version
            : newest.Flow is null ? null
            : Insert(connection, id, VersionStatus.Draft, content.Flow, now);
    }

    static int Insert(DbConnection connection, Guid id, VersionStatus status, string flow, DateTimeOffset now, VersionNote? note = null) =>
        connection.QuerySingle<int>(
            """
            INSERT INTO versions (workflow_id, version, status, flow, note, author, created_at)
            SELECT @id, coalesce(max(version), 0) + 1, @status, @flow, @Text, @Author, @now FROM versions WHERE workflow_id = @id
            RETURNING version
            """,
            new { id, status = status == VersionStatus.Published ? "published" : "draft", flow, Text = note?.Text ?? "", Author = note?.Author ?? "", now });
}
