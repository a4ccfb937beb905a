using System.Data.Common;
using Dapper;
using HtmxFlows.Accounts;
using HtmxFlows.Data;

namespace HtmxFlows.Workflows;

/// <summary>The drafts of the editor, each with its history. A workflow that was never edited has no row: its draft is its current version.</summary>
public sealed class DraftStore(IDatabase database, WorkflowStore workflows, WorkflowCheck check, TimeProvider time)
{
    /// <summary>The most changes that can be undone.</summary>
    public const int MostSteps = 500;

    /// <summary>The most bytes of flows in the history of one draft; the oldest changes go first, and the last one can always be undone.</summary>
    public const int MostBytes = 32 * 1024 * 1024;

    /// <summary>The pause after which a change of the same value is a change of its own, to be undone alone.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    sealed record Row
    {
        public long Revision { get; init; }
        public long Step { get; init; }
        public int BasedOn { get; init; }
        public string Change { get; init; } = "";
        public DateTimeOffset MadeAt { get; init; }
        public string Name { get; init; } = "";
        public string Description { get; init; } = "";
        public string Flow { get; init; } = "";
        public string? Redo { get; init; }
        public bool CanUndo { get; init; }
    }

    /// <summary>The draft of a workflow; null if there is no such workflow.</summary>
    public Draft? Find(Guid id)
    {
        if (workflows.Find(id) is not { } workflow)
            return null;
        var row = database.Read(connection => connection.QuerySingleOrDefault<Row>(
            """
            SELECT d.revision, d.step, d.based_on, s.change, s.made_at, s.name, s.description, s.flow,
              (SELECT change FROM draft_steps WHERE workflow_id = d.workflow_id AND step = d.step + 1) AS redo,
              EXISTS (SELECT 1 FROM draft_steps WHERE workflow_id = d.workflow_id AND step = d.step - 1) AS can_undo
            FROM drafts d JOIN draft_steps s ON s.workflow_id = d.workflow_id AND s.step = d.step WHERE d.workflow_id = @id
            """,
            new { id }));
        var draft = row is null ? new(id, 0, null, workflow.Current, workflow.Current, false, Published(workflow)) : Draft(workflow, row);
        return draft with
        {
            IsPublished = workflow.Version is not null,
            CurrentNumber = workflow.Published,
            BasedOnNumber = draft.BasedOn == workflow.Current ? workflow.Published : workflows.FindVersion(id, draft.BasedOn)?.Number ?? 0,
        };
    }

    /// <summary>
    /// Saves a change. Changes that were undone cannot be redone after it. A form that saves itself while it is written makes many changes:
    /// those of one value that follow each other within <see cref="LongestPause"/> are one step of the history, so that undo does not go letter by letter.
    /// </summary>
    /// <param name="seen">The draft as it was when the change was made.</param>
    /// <param name="created">A workflow that is created in the same commit; null if there is none.</param>
    /// <returns>False if the draft has changed since then, its workflow was deleted, or the name of the created workflow is taken; nothing was saved.</returns>
    public Task<bool> Save(Draft seen, WorkflowContent content, FlowEdit done, Actor actor, WorkflowContent? created = null)
    {
        var now = time.GetUtcNow();
        var (status, made) = created is null ? default : (check.StatusOf(created), Ids.New(now));
        var triggers = created is not null && status == VersionStatus.Published ? check.TriggersOf(created, made) : [];
        return database.Write(writer =>
        {
            var connection = writer.Connection;
            if (!IsStill(connection, seen) || created is not null && WorkflowRows.Has(connection, created.Name))
                return false;
            if (created is not null)
                WorkflowRows.Add(writer, made, created, status, triggers, actor, now);
            if (!Continue(connection, seen, content, done, now))
                Add(connection, seen, content, done, now);
            if (done.Renamed is { } renamed)
                DraftOutputs.Copy(connection, seen.Workflow, renamed.From, renamed.To);
            AuditLog.Write(writer, actor, AuditAction.DraftChanged, new(seen.Workflow, content.Name), now, new { change = done.Change, revision = seen.Revision + 1 });
            return true;
        });
    }

    /// <summary>Replaces the last step, if it changed nothing but the value that is changed again.</summary>
    static bool Continue(DbConnection connection, Draft seen, WorkflowContent content, FlowEdit done, DateTimeOffset now)
    {
        if (done.Written is not [var value] || !IsWriting(connection, seen, value, now - LongestPause) || Content(connection, seen) != seen.Content)
            return false;
        DraftRevisions.KeepStep(connection, seen);
        connection.Execute(
            """
            UPDATE draft_steps SET revision = @revision, change = @Change, name = @Name, description = @Description, flow = @Flow, made_at = @now
            WHERE workflow_id = @Workflow AND step = @Step
            """,
            new { revision = seen.Revision + 1, done.Change, content.Name, content.Description, content.Flow, now, seen.Workflow, seen.Step });
        connection.Execute("UPDATE drafts SET revision = revision + 1 WHERE workflow_id = @Workflow", new { seen.Workflow });
        return true;
    }

    /// <summary>Whether the last step has changed that value alone, and lately.</summary>
    static bool IsWriting(DbConnection connection, Draft seen, string value, DateTimeOffset since) => seen.Step is not null && connection.ExecuteScalar<bool>(
        """
        SELECT EXISTS (SELECT 1 FROM draft_steps WHERE workflow_id = @Workflow AND step = @Step AND written = @value AND made_at >= @since)
          AND NOT EXISTS (SELECT 1 FROM draft_steps WHERE workflow_id = @Workflow AND step > @Step)
        """, new { seen.Workflow, seen.Step, value, since });

    static void Add(DbConnection connection, Draft seen, WorkflowContent content, FlowEdit done, DateTimeOffset now)
    {
        var step = (seen.Step ?? -1) + 1;
        DraftRevisions.KeepUndone(connection, seen.Workflow, step);
        connection.Execute("DELETE FROM draft_steps WHERE workflow_id = @Workflow AND (step >= @step OR step < @step - @MostSteps)", new { seen.Workflow, step, MostSteps });
        // The first change also saves the state before it. So does a change of an unchanged draft whose workflow was published outside the editor.
        if (seen.Step is null || Content(connection, seen) != seen.Content)
            Insert(connection, seen.Workflow, step++, seen.Revision, $"Version {seen.BasedOnNumber} was published", seen.Content, now);
        Insert(connection, seen.Workflow, step, seen.Revision + 1, done.Change, content, now, done.Written is [var value] ? value : null);
        Trim(connection, seen.Workflow, step);
        connection.Execute(
            """
            INSERT INTO drafts (workflow_id, revision, step, based_on) VALUES (@Workflow, @revision, @step, @BasedOn)
            ON CONFLICT (workflow_id) DO UPDATE SET revision = excluded.revision, step = excluded.step, based_on = excluded.based_on
            """,
            new { seen.Workflow, revision = seen.Revision + 1, step, seen.BasedOn });
    }

    /// <summary>Goes back (-1) or forth (1) in the history.</summary>
    /// <returns>False if the draft has changed since then, or the history ends here.</returns>
    public Task<bool> Move(Draft seen, int by, Actor actor) => database.Write(writer =>
    {
        if (!IsStill(writer.Connection, seen) || writer.Connection.Execute(
            """
            UPDATE drafts SET revision = revision + 1, step = step + @by
            WHERE workflow_id = @Workflow AND EXISTS (SELECT 1 FROM draft_steps s WHERE s.workflow_id = drafts.workflow_id AND s.step = drafts.step + @by)
            """,
            new { seen.Workflow, by }) == 0)
            return false;
        DraftRevisions.KeepCurrent(writer.Connection, seen.Workflow);
        AuditLog.Write(writer, actor, AuditAction.DraftChanged, new(seen.Workflow, seen.Content.Name), time.GetUtcNow(), new { change = by < 0 ? "Undo" : "Redo", revision = seen.Revision + 1 });
        return true;
    });

    /// <summary>The draft as it was at an earlier revision; null if nobody knows any more.</summary>
    public WorkflowContent? Find(Guid id, long revision) => database.Read(connection => DraftRevisions.Find(connection, id, revision));

    /// <summary>The changes since a revision, oldest first; none if the revision is no longer in the history, or if changes were undone.</summary>
    public IReadOnlyList<DraftChange> Since(Guid id, long revision) => database.Read(connection => connection.Query<DraftChange>(
        "SELECT change, made_at FROM draft_steps WHERE workflow_id = @id AND revision > @revision ORDER BY step", new { id, revision }).AsList());

    Draft Draft(Workflow workflow, Row row)
    {
        var content = new WorkflowContent(row.Name, row.Description, row.Flow);
        var isChanged = row.Flow != Base(workflow.Id, row.BasedOn) || row.BasedOn == workflow.Current && (row.Name, row.Description) != (workflow.Name, workflow.Description);
        // A draft without changes of its own follows what is published outside the editor.
        return row.BasedOn != workflow.Current && !isChanged
            ? new(workflow.Id, row.Revision, row.Step, workflow.Current, workflow.Current, false, Published(workflow))
            : new(workflow.Id, row.Revision, row.Step, row.BasedOn, workflow.Current, isChanged, content) { SavedAt = row.MadeAt, Undo = row.CanUndo ? row.Change : null, Redo = row.Redo };
    }

    WorkflowContent Published(Workflow workflow) => new(workflow.Name, workflow.Description, Base(workflow.Id, workflow.Current));

    string Base(Guid id, int version) => workflows.FindVersion(id, version)?.Flow ?? "";

    /// <summary>Whether the workflow exists, and its draft is as it was seen.</summary>
    internal static bool IsStill(DbConnection connection, Draft seen) =>
        connection.ExecuteScalar<long?>("SELECT coalesce(d.revision, 0) FROM workflows w LEFT JOIN drafts d ON d.workflow_id = w.id WHERE w.id = @Workflow AND w.deleted_at IS NULL", new { seen.Workflow }) == seen.Revision;

    static WorkflowContent? Content(DbConnection connection, Draft seen) => connection.QuerySingleOrDefault<WorkflowContent>(
        "SELECT name, description, flow FROM draft_steps WHERE workflow_id = @Workflow AND step = @Step", new { seen.Workflow, seen.Step });

    /// <summary>Drops the oldest steps if the history is larger than <see cref="MostBytes"/>, but never the last two.</summary>
    static void Trim(DbConnection connection, Guid workflow, long step) => connection.Execute(
        """
        DELETE FROM draft_steps WHERE workflow_id = @workflow AND step < @step - 1 AND step <= (
          SELECT max(step) FROM (
            SELECT step, sum(octet_length(flow)) OVER (ORDER BY step DESC) AS bytes FROM draft_steps WHERE workflow_id = @workflow) sizes
          WHERE bytes > @MostBytes)
        """,
        new { workflow, step, MostBytes });

    static void Insert(DbConnection connection, Guid workflow, long step, long revision, string change, WorkflowContent content, DateTimeOffset now, string? written = null) =>
        connection.Execute(
            """
            INSERT INTO draft_steps (workflow_id, step, revision, change, name, description, flow, made_at, written)
            VALUES (@workflow, @step, @revision, @change, @Name, @Description, @Flow, @now, @written)
            """,
            new { workflow, step, revision, change, content.Name, content.Description, content.Flow, now, written });
}
