using Dapper;
using HtmxFlows.Data;

namespace HtmxFlows.Files;

/// <summary>The list of files.</summary>
public sealed class FileList(IDatabase database)
{
    /// <summary>The condition for a file <c>f</c> that only workflows of the list <c>@hidden</c> have.</summary>
    string IsHidden =>
        $"""
        (EXISTS (SELECT 1 FROM run_files h JOIN runs r ON r.id = h.run_id WHERE h.file_id = f.id AND r.workflow_id IN ({database.Dialect.TextsIn("@hidden")}))
            OR EXISTS (SELECT 1 FROM draft_files d WHERE d.file_id = f.id AND d.workflow_id IN ({database.Dialect.TextsIn("@hidden")})))
          AND NOT EXISTS (SELECT 1 FROM store_files s WHERE s.file_id = f.id)
          AND NOT EXISTS (SELECT 1 FROM run_files h JOIN runs r ON r.id = h.run_id WHERE h.file_id = f.id AND r.workflow_id NOT IN ({database.Dialect.TextsIn("@hidden")}))
          AND NOT EXISTS (SELECT 1 FROM draft_files d WHERE d.file_id = f.id AND d.workflow_id NOT IN ({database.Dialect.TextsIn("@hidden")}))
        """;

    /// <summary>Whether only some workflows have a file, in their runs and drafts.</summary>
    public bool IsOnlyOf(Guid file, IReadOnlyList<Guid> workflows) => workflows.Count > 0 && database.Read(connection => connection.ExecuteScalar<bool>(
        $"SELECT EXISTS (SELECT 1 FROM files f WHERE f.id = @file AND {IsHidden})", new { file, hidden = Json.From(workflows).GetRawText() }));

    /// <summary>The files with a text in their name, newest first.</summary>
    /// <param name="hidden">Workflows that the reader may not see; null is none.</param>
    public IReadOnlyList<FileListing> Search(string text, int skip, int take, IReadOnlyList<Guid>? hidden = null) => database.Read(connection => connection.Query<FileListing>(
        $"""
        SELECT f.id, f.name, f.type, f.size, f.made_at, r.id AS run, w.name AS workflow, e.collection, e.key,
          (SELECT min(d.workflow_id) FROM draft_files d WHERE d.file_id = f.id AND d.workflow_id NOT IN ({database.Dialect.TextsIn("@hidden")})) AS draft
        FROM (SELECT * FROM files f WHERE lower(name) LIKE lower(@pattern) ESCAPE '\'{(hidden is null ? "" : $" AND NOT ({IsHidden})")} ORDER BY made_at DESC, id DESC LIMIT @take OFFSET @skip) f
          LEFT JOIN runs r ON r.id = (SELECT max(h.run_id) FROM run_files h {(hidden is null ? "" : $"JOIN runs o ON o.id = h.run_id AND o.workflow_id NOT IN ({database.Dialect.TextsIn("@hidden")})")} WHERE h.file_id = f.id)
          LEFT JOIN workflows w ON w.id = r.workflow_id
          LEFT JOIN store_files e ON e.file_id = f.id AND NOT EXISTS (
            SELECT 1 FROM store_files s WHERE s.file_id = f.id AND (s.collection < e.collection OR s.collection = e.collection AND s.key < e.key))
        ORDER BY f.made_at DESC, f.id DESC
        """,
        new { pattern = LikePattern.Containing(text), hidden = Json.From(hidden ?? []).GetRawText(), skip, take }).AsList());
}
