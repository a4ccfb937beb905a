using Dapper;
using HtmxFlows.Data;
using Microsoft.Data.Sqlite;

namespace HtmxFlows.Workflows;

/// <summary>Makes versions of drafts. The version and the draft that is based on it are saved in one commit.</summary>
public sealed class DraftPublication(Database database, DraftStore drafts, WorkflowStore workflows, TimeProvider time)
{
    /// <summary>Publishes a draft as a new version. The draft and its history stay.</summary>
    /// <param name="revision">The revision of the draft that the publisher saw.</param>
    /// <param name="over">The current version if the draft may follow it without being made from it; else null.</param>
    public async Task<PublishOutcome> Publish(Guid id, long revision, VersionNote note, int? over = null)
    {
        while (drafts.Find(id) is { } draft)
        {
            if (draft.Revision != revision)
                return new PublishOutcome.Conflict(draft, drafts.Since(id, revision));
            if (FindProblems(draft, note) is { Count: > 0 } problems)
                return new PublishOutcome.Refused(draft, problems);
            var (isStill, version) = await Publish(draft, note, over ?? draft.BasedOn);
            if (version is not null)
                return new PublishOutcome.Published(version.Value);
            if (isStill && drafts.Find(id) is { } overtaken)
                return new PublishOutcome.Overtaken(overtaken);
        }
        return new PublishOutcome.Gone();
    }

    /// <summary>Keeps a draft as a version that is not published, so that it can be run.</summary>
    public async Task<KeepOutcome> Keep(Draft seen)
    {
        if (workflows.FindProblems(seen.Content) is { Count: > 0 } problems)
            return new KeepOutcome.Invalid(problems);
        var now = time.GetUtcNow();
        return await database.Writer.Write<KeepOutcome>(writer =>
        {
            if (WorkflowStore.Keep(writer.Connection, seen.Workflow, seen.Content, now) is not { } version)
                return new KeepOutcome.Gone();
            // If the workflow was never published, the version is its current one, and the draft does not differ from it.
            if (!WorkflowStore.IsPublished(writer.Connection, seen.Workflow))
                BaseOn(writer.Connection, seen.Workflow, version);
            return new KeepOutcome.Kept(version);
        });
    }

    Task<(bool IsStill, int? Version)> Publish(Draft draft, VersionNote note, int over)
    {
        var now = time.GetUtcNow();
        return database.Writer.Write(writer => Save(writer.Connection), saved => workflows.Published(draft.Workflow, saved.Version));

        (bool IsStill, int? Version) Save(SqliteConnection connection)
        {
            if (!DraftStore.IsStill(connection, draft))
                return (false, null);
            var version = WorkflowStore.Publish(connection, draft.Workflow, over, draft.Content, note, now);
            if (version is not null)
                BaseOn(connection, draft.Workflow, version.Value);
            return (true, version);
        }
    }

    IReadOnlyList<FlowProblem> FindProblems(Draft draft, VersionNote note) =>
        note.Text.Length > WorkflowStore.LongestDescription ? [new($"The note is longer than {WorkflowStore.LongestDescription} characters. Shorten it.", Field: "note")]
        : note.Author.Length > WorkflowStore.LongestName ? [new($"The name is longer than {WorkflowStore.LongestName} characters. Shorten it.", Field: "author")]
        : workflows.FindProblems(draft.Content);

    static void BaseOn(SqliteConnection connection, Guid workflow, int version) =>
        connection.Execute("UPDATE drafts SET based_on = @version WHERE workflow_id = @workflow", new { workflow, version });
}
