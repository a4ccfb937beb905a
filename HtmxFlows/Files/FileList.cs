using Dapper;
using HtmxFlows.Data;

namespace HtmxFlows.Files;

/// <summary>The list of files.</summary>
public sealed class FileList(IDatabase database)
{
    /// <summary>The files with a text in their name, newest first.</summary>
    public IReadOnlyList<FileListing> Search(string text, int skip, int take) => database.Read(connection => connection.Query<FileListing>(
        """
        SELECT f.id, f.name, f.type, f.size, f.made_at, r.id AS run, w.name AS workflow, e.collection, e.key,
          (SELECT min(d.workflow_id) FROM draft_files d WHERE d.file_id = f.id) AS draft
        FROM (SELECT * FROM files WHERE lower(name) LIKE lower(@pattern) ESCAPE '\' ORDER BY made_at DESC, id DESC LIMIT @take OFFSET @skip) f
          LEFT JOIN runs r ON r.id = (SELECT max(h.run_id) FROM run_files h WHERE h.file_id = f.id)
          LEFT JOIN workflows w ON w.id = r.workflow_id
          LEFT JOIN store_files e ON e.file_id = f.id AND NOT EXISTS (
            SELECT 1 FROM store_files s WHERE s.file_id = f.id AND (s.collection < e.collection OR s.collection = e.collection AND s.key < e.key))
        ORDER BY f.made_at DESC, f.id DESC
        """,
        new { pattern = LikePattern.Containing(text), skip, take }).AsList());
}
