using System.Data.Common;
using Dapper;
using HtmxFlows.Accounts;
using HtmxFlows.Data;

namespace HtmxFlows.Workflows;

/// <summary>Makes versions of drafts. The version and the draft that is based on it are saved in one commit.</summary>
public sealed class DraftPublication(IDatabase database, DraftStore drafts, WorkflowPlans plans, WorkflowCheck check, TimeProvider time)
{
    /// <summary>Publishes a draft as a new version. The draft and its history stay.</summary>
    /// <param name="revision">The revision of the draft that the publisher saw.</param>
    /// <param name="over">The current version if the draft may follow it without being made from it; else null.</param>
    public async Task<PublishOutcome> Publish(Guid id, long revision, Actor actor, VersionNote note, int? over = null)
    {
        while (drafts.Find(id) is { } draft)
        {
            if (draft.Revision != revision)
                return new PublishOutcome.Conflict(draft, drafts.Since(id, revision));
            if (FindProblems(draft, note) is { Count: > 0 } problems)
                return new PublishOutcome.Refused(draft, problems);
            switch (await Publish(draft, note, actor, over ?? draft.BasedOn))
            {
                case SaveOutcome.Saved saved:
                    return new PublishOutcome.Published(saved.Version);
                case SaveOutcome.Invalid invalid:
                    return new PublishOutcome.Refused(draft, invalid.Problems);
                case SaveOutcome.Conflict when drafts.Find(id) is { } overtaken:
                    return new PublishOutcome.Overtaken(overtaken);
            }
        }
        return new PublishOutcome.Gone();
    }

    /// <summary>Keeps a draft as a version that is not published, so that it can be run.</summary>
    /// <param name="upTo">The node up to which it is run; null for all of it. The problems of other nodes do not count then.</param>
    public async Task<KeepOutcome> Keep(Draft seen, Actor actor, string? upTo = null)
    {
        if (check.FindProblems(seen.Content, seen.Workflow, upTo) is { Count: > 0 } problems)
            return new KeepOutcome.Invalid(problems);
        var now = time.GetUtcNow();
        return await database.Write<KeepOutcome>(writer =>
        {
            if (WorkflowRows.Keep(writer.Connection, seen.Workflow, seen.Content, now) is not { } version)
                return new KeepOutcome.Gone();
            // If the workflow was never published, the version is its current one, and the draft does not differ from it.
            if (WorkflowRows.FindNewest(writer.Connection, seen.Workflow) is null)
                BaseOn(writer.Connection, seen.Workflow, version);
            return new KeepOutcome.Kept(version);
        });
    }

    /// <returns><see cref="SaveOutcome.Gone"/> also if the draft has changed.</returns>
    Task<SaveOutcome> Publish(Draft draft, VersionNote note, Actor actor, int over)
    {
        var now = time.GetUtcNow();
        var triggers = check.TriggersOf(draft.Content, draft.Workflow);
        return database.Write(Save, plans.Remember);

        SaveOutcome Save(DatabaseWriter writer)
        {
            var connection = writer.Connection;
            if (!DraftStore.IsStill(connection, draft))
                return new SaveOutcome.Gone();
            var outcome = WorkflowRows.Publish(writer, draft.Workflow, over, draft.Content, triggers, note, actor, now);
            if (outcome is SaveOutcome.Saved saved)
                BaseOn(connection, draft.Workflow, saved.Version);
            return outcome;
        }
    }

    IReadOnlyList<FlowProblem> FindProblems(Draft draft, VersionNote note) =>
        note.Text.Length > WorkflowContent.LongestDescription ? [new($"The note is longer than {WorkflowContent.LongestDescription} characters. Shorten it.", Field: "note")]
        : note.Author.Length > WorkflowContent.LongestName ? [new($"The name is longer than {WorkflowContent.LongestName} characters. Shorten it.", Field: "author")]
        : check.FindProblems(draft.Content, draft.Workflow);

    static void BaseOn(DbConnection connection, Guid workflow, int version) =>
        connection.Execute("UPDATE drafts SET based_on = @version WHERE workflow_id = @workflow", new { workflow, version });
}
