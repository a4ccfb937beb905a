using Dapper;
using HtmxFlows.Accounts;
using HtmxFlows.Data;

namespace HtmxFlows.Workflows;

/// <summary>Workflows and their versions.</summary>
public sealed class WorkflowStore(IDatabase database, WorkflowPlans plans, WorkflowCheck check, TimeProvider time)
{
    const string Columns =
        """
        SELECT w.id, w.name, w.description, max(CASE v.status WHEN 'published' THEN v.version END) AS version, max(v.version) AS latest, w.created_at, w.archived_at,
          count(CASE v.status WHEN 'published' THEN 1 END) AS published
        FROM workflows w JOIN versions v ON v.workflow_id = w.id
        WHERE w.deleted_at IS NULL
        """;

    /// <summary>Called when a workflow has been deleted, and its rows are left to <see cref="WorkflowDeletion"/>.</summary>
    public event Action? Deleted;

    /// <summary>Workflows whose name or description holds the text and that are not archived, the most recently run or made first.</summary>
    /// <param name="hidden">Workflows that the reader may not see; null is none.</param>
    public IReadOnlyList<WorkflowLine> Search(string text, int skip, int take, IReadOnlyList<Guid>? hidden = null) => new WorkflowList(database).Read(new(text) { Hidden = hidden }, skip, take);

    public Workflow? Find(Guid id) =>
        database.Read(connection => connection.QuerySingleOrDefault<Workflow>($"{Columns} AND w.id = @id GROUP BY w.id", new { id }));

    /// <summary>The workflow of a name, or of an id.</summary>
    public ResolveOutcome Resolve(string nameOrId) => database.Read(connection => WorkflowRows.Resolve(connection, nameOrId));

    /// <summary>The sentence about a name that no workflow has, or none that is there for the one who asks.</summary>
    public static string Missing(string nameOrId) => WorkflowRows.Missing(nameOrId);

    /// <summary>Whether there is a workflow of that name.</summary>
    public bool Has(string name) => database.Read(connection => WorkflowRows.Has(connection, name));

    public bool Any() => database.Read(connection => connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM workflows WHERE deleted_at IS NULL)"));

    /// <summary>The names of workflows that are not archived, in alphabetical order.</summary>
    /// <param name="hidden">Workflows that the reader may not see; null is none.</param>
    public IReadOnlyList<(Guid Id, string Name)> Names(int most, IReadOnlyList<Guid>? hidden = null) => database.Read(connection => connection.Query<(Guid, string)>(
        $"SELECT id, name FROM workflows WHERE deleted_at IS NULL AND archived_at IS NULL AND id NOT IN ({database.Dialect.TextsIn("@hidden")}) ORDER BY lower(name), id LIMIT @most",
        new { hidden = Json.From(hidden ?? []).GetRawText(), most }).AsList());

    public WorkflowVersion? FindVersion(Guid id, int version) => database.Read(connection => WorkflowRows.FindVersion(connection, id, version));

    /// <summary>The versions of a workflow, newest first, without their flows.</summary>
    public IReadOnlyList<WorkflowVersion> Versions(Guid id) => database.Read(connection => connection.Query<WorkflowVersion>(
        $"""
        SELECT workflow_id, version, status, {WorkflowRows.Number}, '' AS flow, note, author, created_at FROM versions
        WHERE workflow_id = @id AND {WorkflowRows.IsThere} ORDER BY version DESC
        """,
        new { id }).AsList());

    /// <summary>Saves a new workflow: <see cref="SaveOutcome.Saved"/> or <see cref="SaveOutcome.Invalid"/>.</summary>
    /// <param name="asDraft">Keeps a flow that has problems, as a version that cannot run.</param>
    public async Task<SaveOutcome> Create(WorkflowContent content, Actor actor, bool asDraft = false)
    {
        var problems = check.FindProblems(content);
        if (problems.Count > 0 && !(asDraft && WorkflowCheck.CanBeKept(content, problems)))
            return new SaveOutcome.Invalid(problems);
        var now = time.GetUtcNow();
        var id = Ids.New(now);
        var triggers = problems.Count == 0 ? check.TriggersOf(content, id) : [];
        return await database.Write<SaveOutcome>(writer => TriggerRows.FindConflicts(writer.Connection, id, triggers) is { Count: > 0 } taken ? new SaveOutcome.Invalid(taken)
            : new SaveOutcome.Saved(id, WorkflowRows.Add(writer, id, content, WorkflowCheck.StatusOf(problems), triggers, actor, now)) { Problems = problems });
    }

    /// <summary>Publishes a new version, and the name and description.</summary>
    /// <param name="basedOn">The version that the change was made from; another current version means a conflict.</param>
    /// <param name="note">What to tell of the version.</param>
    public async Task<SaveOutcome> Update(Guid id, int basedOn, WorkflowContent content, Actor actor, VersionNote? note = null)
    {
        if (check.FindProblems(content, id) is { Count: > 0 } problems)
            return new SaveOutcome.Invalid(problems);
        var now = time.GetUtcNow();
        var triggers = check.TriggersOf(content, id);
        return await database.Write(writer => WorkflowRows.Publish(writer, id, basedOn, content, triggers, note, actor, now), plans.Remember);
    }

    /// <summary>
    /// Deletes a workflow with its versions and runs. When the task ends, nobody finds it any more, and no run of it can continue;
    /// <see cref="WorkflowDeletion"/> removes the rows.
    /// </summary>
    /// <returns>False if there is no such workflow.</returns>
    public async Task<bool> Delete(Guid id, Actor actor)
    {
        var now = time.GetUtcNow();
        var isDeleted = await database.Write(
            writer => Mark(writer, id, actor, now),
            isMarked =>
            {
                if (isMarked)
                    plans.Forget(id);
            });
        if (isDeleted)
            Deleted?.Invoke();
        return isDeleted;
    }

    static bool Mark(DatabaseWriter writer, Guid id, Actor actor, DateTimeOffset now)
    {
        var connection = writer.Connection;
        var name = WorkflowRows.FindName(connection, id);
        if (connection.Execute("UPDATE workflows SET deleted_at = @now WHERE id = @id AND deleted_at IS NULL", new { id, now }) == 0)
            return false;
        // Runs that have not ended are few after they were cancelled. Without their rows, nothing resumes, wakes or counts them.
        connection.Execute("DELETE FROM runs WHERE workflow_id = @id AND status IN ('queued', 'running', 'waiting')", new { id });
        TriggerRows.Activate(writer, id, [], now);
        AuditLog.Write(writer, actor, AuditAction.WorkflowDeleted, new(id, name ?? ""), now);
        return true;
    }
}
