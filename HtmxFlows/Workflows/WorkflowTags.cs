using Dapper;
using HtmxFlows.Accounts;
using HtmxFlows.Data;

namespace HtmxFlows.Workflows;

/// <summary>The tags of workflows: short words by which lists are filtered.</summary>
public sealed class WorkflowTags(IDatabase database, TimeProvider time)
{
    /// <summary>The most tags of one workflow.</summary>
    public const int Most = 20;

    /// <summary>The longest tag, in characters.</summary>
    public const int Longest = 40;

    /// <summary>The tags of workflows that are not archived, in alphabetical order.</summary>
    /// <param name="hidden">Workflows that the reader may not see; null is none.</param>
    public IReadOnlyList<string> All(IReadOnlyList<Guid>? hidden = null) => database.Read(connection => connection.Query<string>(
        $"""
        SELECT DISTINCT t.tag FROM workflow_tags t JOIN workflows w ON w.id = t.workflow_id
        WHERE w.deleted_at IS NULL AND w.archived_at IS NULL AND w.id NOT IN ({database.Dialect.TextsIn("@hidden")}) ORDER BY t.tag
        """,
        new { hidden = Json.From(hidden ?? []).GetRawText() }).AsList());

    public IReadOnlyList<string> Of(Guid workflow) =>
        database.Read(connection => connection.Query<string>("SELECT tag FROM workflow_tags WHERE workflow_id = @workflow ORDER BY tag", new { workflow }).AsList());

    /// <summary>The tags of several workflows.</summary>
    public ILookup<Guid, string> Of(IEnumerable<Guid> workflows) => database.Read(connection => connection.Query<(Guid Workflow, string Tag)>(
        $"SELECT workflow_id, tag FROM workflow_tags WHERE workflow_id IN ({database.Dialect.TextsIn("@list")}) ORDER BY tag", new { list = Json.From(workflows).GetRawText() }))
        .ToLookup(row => row.Workflow, row => row.Tag);

    /// <summary>Replaces the tags of a workflow.</summary>
    /// <returns>False if there is no such workflow.</returns>
    public Task<bool> Set(Guid workflow, IReadOnlyList<string> tags, Actor actor) => database.Write(writer =>
    {
        var connection = writer.Connection;
        if (WorkflowRows.FindName(connection, workflow) is not { } name)
            return false;
        connection.Execute("DELETE FROM workflow_tags WHERE workflow_id = @workflow", new { workflow });
        foreach (var tag in tags)
            connection.Execute("INSERT INTO workflow_tags (workflow_id, tag) VALUES (@workflow, @tag)", new { workflow, tag });
        AuditLog.Write(writer, actor, AuditAction.WorkflowTagged, new(workflow, name), time.GetUtcNow(), new { tags });
        return true;
    });

    /// <summary>Reads tags that are separated by commas: in lower case, each once.</summary>
    public static IReadOnlyList<string> Read(string? text) =>
        [.. (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(tag => tag.ToLowerInvariant()).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>What is wrong with tags, in a sentence; null if nothing is.</summary>
    public static string? FindProblem(IReadOnlyList<string> tags) =>
        tags.Count > Most ? $"These are {tags.Count} tags. A workflow has at most {Most}."
        : tags.FirstOrDefault(tag => tag.Length > Longest) is { } longer ? $"The tag “{Excerpt.Of(longer, Longest)}” is longer than {Longest} characters. Shorten it."
        : null;
}
