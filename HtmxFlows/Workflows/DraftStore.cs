using Dapper;
using HtmxFlows.Data;
using Microsoft.Data.Sqlite;

namespace HtmxFlows.Workflows;

/// <summary>A workflow as it stands in the editor.</summary>
/// <param name="Revision">Counts the changes; whoever changes the draft says which revision he saw.</param>
/// <param name="Step">Where in its history it stands; null if it has none.</param>
/// <param name="BasedOn">The version from which it was made.</param>
/// <param name="Current">The workflow's current version: another one than <paramref name="BasedOn"/> if somebody published past the editor.</param>
/// <param name="IsChanged">Whether it differs from the version that it was made from.</param>
public sealed record Draft(Guid Workflow, long Revision, long? Step, int BasedOn, int Current, bool IsChanged, WorkflowDraft Content)
{
    /// <summary>Whether any version of the workflow was published.</summary>
    public bool IsPublished { get; init; }

    /// <summary>What the change was that can be undone; null if there is none.</summary>
    public string? Undo { get; init; }

    /// <summary>What the change was that can be done again; null if there is none.</summary>
    public string? Redo { get; init; }
}

/// <summary>A change of a draft.</summary>
/// <param name="Change">What was done, as a sentence without its full stop.</param>
public sealed record DraftChange(string Change, DateTimeOffset MadeAt);

/// <summary>The drafts of the editor, each with its history. A workflow that nobody has edited has none: its draft is its current version.</summary>
public sealed class DraftStore(Database database, WorkflowStore workflows, TimeProvider time)
{
    /// <summary>How many changes can be undone.</summary>
    public const int MostSteps = 500;

    sealed record Row
    {
        public long Revision { get; init; }
        public long Step { get; init; }
        public int BasedOn { get; init; }
        public string Change { get; init; } = "";
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
        using var connection = database.Open();
        var row = connection.QuerySingleOrDefault<Row>(
            """
            SELECT d.revision, d.step, d.based_on, s.change, s.name, s.description, s.flow,
              (SELECT change FROM draft_steps WHERE workflow_id = d.workflow_id AND step = d.step + 1) AS redo,
              EXISTS (SELECT 1 FROM draft_steps WHERE workflow_id = d.workflow_id AND step = d.step - 1) AS can_undo
            FROM drafts d JOIN draft_steps s ON s.workflow_id = d.workflow_id AND s.step = d.step WHERE d.workflow_id = @id
            """,
            new { id });
        return (row is null ? new(id, 0, null, workflow.Current, workflow.Current, false, Published(workflow)) : Draft(workflow, row)) with { IsPublished = workflow.Version is not null };
    }

    /// <summary>Saves a change. What had been undone cannot be done again after it.</summary>
    /// <param name="seen">The draft as it was when the change was made.</param>
    /// <returns>False if somebody else has changed the draft meanwhile.</returns>
    public Task<bool> Save(Draft seen, WorkflowDraft content, string change)
    {
        var now = time.GetUtcNow();
        return database.Writer.Write(writer =>
        {
            var connection = writer.Connection;
            if (!IsStill(connection, seen))
                return false;
            var step = (seen.Step ?? -1) + 1;
            connection.Execute("DELETE FROM draft_steps WHERE workflow_id = @Workflow AND (step >= @step OR step < @step - @MostSteps)", new { seen.Workflow, step, MostSteps });
            // The first change brings what it changes with it. So does one of a draft without changes whose workflow was published past it.
            if (seen.Step is null || Content(connection, seen) != seen.Content)
                Insert(connection, seen.Workflow, step++, seen.Revision, Words(seen), seen.Content, now);
            Insert(connection, seen.Workflow, step, seen.Revision + 1, change, content, now);
            connection.Execute(
                """
                INSERT INTO drafts (workflow_id, revision, step, based_on) VALUES (@Workflow, @revision, @step, @BasedOn)
                ON CONFLICT (workflow_id) DO UPDATE SET revision = excluded.revision, step = excluded.step, based_on = excluded.based_on
                """,
                new { seen.Workflow, revision = seen.Revision + 1, step, seen.BasedOn });
            return true;
        });
    }

    /// <summary>Goes back (-1) or forth (1) in the history.</summary>
    /// <returns>False if somebody else has changed the draft meanwhile, or there is nothing to go to.</returns>
    public Task<bool> Move(Draft seen, int by) => database.Writer.Write(writer =>
        IsStill(writer.Connection, seen) && writer.Connection.Execute(
            """
            UPDATE drafts SET revision = revision + 1, step = step + @by
            WHERE workflow_id = @Workflow AND EXISTS (SELECT 1 FROM draft_steps s WHERE s.workflow_id = drafts.workflow_id AND s.step = drafts.step + @by)
            """,
            new { seen.Workflow, by }) > 0);

    /// <summary>Publishes the draft as a new version. The draft and its history stay.</summary>
    /// <param name="seen">The draft as it was seen.</param>
    /// <param name="note">What to tell of the version.</param>
    /// <param name="over">The current version if it may be put aside; it is not the one that the draft was made from.</param>
    /// <returns>The version; null with the problems, and null without any if somebody published past the editor.</returns>
    public async Task<(int? Version, IReadOnlyList<FlowProblem> Problems)> Publish(Draft seen, VersionNote note, int? over = null)
    {
        var published = await workflows.Update(seen.Workflow, over ?? seen.BasedOn, seen.Content, note);
        if (published.Version is { } version)
            await BaseOn(seen.Workflow, version);
        return published;
    }

    /// <summary>Keeps the draft as a version that is not published, so that it can be run.</summary>
    /// <returns>The version, or null with the problems.</returns>
    public async Task<(int? Version, IReadOnlyList<FlowProblem> Problems)> Keep(Draft seen)
    {
        var kept = await workflows.Keep(seen.Workflow, seen.Content);
        // Of a workflow that was never published, what was kept last is current, and so no news to its draft.
        if (kept.Version is { } version && workflows.Find(seen.Workflow)?.Current == version)
            await BaseOn(seen.Workflow, version);
        return kept;
    }

    Task<int> BaseOn(Guid workflow, int version) => database.Writer.Write(writer =>
        writer.Connection.Execute("UPDATE drafts SET based_on = @version WHERE workflow_id = @workflow", new { workflow, version }));

    /// <summary>What was done since a revision, oldest first; nothing if that is not known any more, or if it was undoing.</summary>
    public IReadOnlyList<DraftChange> Since(Guid id, long revision)
    {
        using var connection = database.Open();
        return connection.Query<DraftChange>("SELECT change, made_at FROM draft_steps WHERE workflow_id = @id AND revision > @revision ORDER BY step", new { id, revision }).AsList();
    }

    Draft Draft(Workflow workflow, Row row)
    {
        var content = new WorkflowDraft(row.Name, row.Description, row.Flow);
        var isChanged = row.Flow != Base(workflow.Id, row.BasedOn) || row.BasedOn == workflow.Current && (row.Name, row.Description) != (workflow.Name, workflow.Description);
        // A draft without changes of its own goes along when its workflow is published past it.
        return row.BasedOn != workflow.Current && !isChanged
            ? new(workflow.Id, row.Revision, row.Step, workflow.Current, workflow.Current, false, Published(workflow))
            : new(workflow.Id, row.Revision, row.Step, row.BasedOn, workflow.Current, isChanged, content) { Undo = row.CanUndo ? row.Change : null, Redo = row.Redo };
    }

    WorkflowDraft Published(Workflow workflow) => new(workflow.Name, workflow.Description, Base(workflow.Id, workflow.Current));

    string Base(Guid id, int version) => workflows.FindVersion(id, version)?.Flow ?? "";

    static string Words(Draft seen) => $"Version {seen.BasedOn} was published";

    /// <summary>Whether the workflow is there, and its draft as it was seen.</summary>
    static bool IsStill(SqliteConnection connection, Draft seen) =>
        connection.ExecuteScalar<long?>("SELECT coalesce(d.revision, 0) FROM workflows w LEFT JOIN drafts d ON d.workflow_id = w.id WHERE w.id = @Workflow AND w.deleted_at IS NULL", new { seen.Workflow }) == seen.Revision;

    static WorkflowDraft? Content(SqliteConnection connection, Draft seen) => connection.QuerySingleOrDefault<WorkflowDraft>(
        "SELECT name, description, flow FROM draft_steps WHERE workflow_id = @Workflow AND step = @Step", new { seen.Workflow, seen.Step });

    static void Insert(SqliteConnection connection, Guid workflow, long step, long revision, string change, WorkflowDraft content, DateTimeOffset now) =>
        connection.Execute(
            """
            INSERT INTO draft_steps (workflow_id, step, revision, change, name, description, flow, made_at)
            VALUES (@workflow, @step, @revision, @change, @Name, @Description, @Flow, @now)
            """,
            new { workflow, step, revision, change, content.Name, content.Description, content.Flow, now });
}
