using System.Data.Common;
using Dapper;
using HtmxFlows.Data;

namespace HtmxFlows.Files;

/// <summary>The rows of files, and which runs hold them. A run holds what it makes and what it receives; it can open nothing else.</summary>
public static class FileRows
{
    const string Columns = "SELECT f.id, f.name, f.type, f.size, f.sha256 FROM files f";

    internal static void Add(DatabaseWriter writer, FileValue file, DateTimeOffset now) => writer.Execute(
        "INSERT INTO files (id, name, type, size, sha256, made_at) VALUES ($0, $1, $2, $3, $4, $5)",
        DatabaseTypes.ToText(file.Id), file.Name, file.Type, file.Size, file.Sha256, DatabaseTypes.ToText(now));

    internal static FileValue? Find(DbConnection connection, Guid id) => connection.QuerySingleOrDefault<FileValue>($"{Columns} WHERE f.id = @id", new { id });

    internal static FileValue? Find(DbConnection connection, Guid id, Guid run) =>
        connection.QuerySingleOrDefault<FileValue>($"{Columns} JOIN run_files r ON r.file_id = f.id WHERE f.id = @id AND r.run_id = @run", new { id, run });

    /// <summary>A file that the outputs of a draft hold; null if they hold none of that id.</summary>
    internal static FileValue? FindOfDraft(DbConnection connection, Guid id, Guid workflow) =>
        connection.QueryFirstOrDefault<FileValue>($"{Columns} JOIN draft_files d ON d.file_id = f.id WHERE f.id = @id AND d.workflow_id = @workflow LIMIT 1", new { id, workflow });

    /// <returns>False if there is no such file.</returns>
    internal static bool Renew(DatabaseWriter writer, Guid id, DateTimeOffset now) =>
        writer.Execute("UPDATE files SET made_at = $1 WHERE id = $0", DatabaseTypes.ToText(id), DatabaseTypes.ToText(now)) > 0;

    /// <summary>The bytes of the files since a moment that no run, store entry or draft refers to.</summary>
    internal static long UnusedBytes(DbConnection connection, DateTimeOffset since) => connection.ExecuteScalar<long>(
        """
        SELECT coalesce(sum(f.size), 0) FROM files f
        WHERE f.made_at >= @since AND NOT EXISTS (SELECT 1 FROM run_files r WHERE r.file_id = f.id) AND NOT EXISTS (SELECT 1 FROM store_files s WHERE s.file_id = f.id)
          AND NOT EXISTS (SELECT 1 FROM draft_files d WHERE d.file_id = f.id)
        """, new { since });

    /// <summary>Counts bytes of files that a run makes.</summary>
    /// <returns>How many it has made in all.</returns>
    internal static long Count(DatabaseWriter writer, Guid run, long bytes)
    {
        writer.Execute("UPDATE runs SET file_bytes = file_bytes + $1 WHERE id = $0", DatabaseTypes.ToText(run), bytes);
        return writer.Read(connection => connection.ExecuteScalar<long>("SELECT file_bytes FROM runs WHERE id = @run", new { run }));
    }

    /// <summary>Has a run hold files that it makes, or that are sent to it; one that does not exist (any more) is left out.</summary>
    public static void Hold(DatabaseWriter writer, Guid run, IEnumerable<Guid> files)
    {
        foreach (var file in files)
            writer.Execute("INSERT INTO run_files (run_id, file_id) SELECT $0, id FROM files WHERE id = $1 ON CONFLICT DO NOTHING", DatabaseTypes.ToText(run), DatabaseTypes.ToText(file));
    }

    /// <summary>Has a run receive those of some files that another run holds. If the run has been deleted, nothing happens.</summary>
    public static void Pass(DatabaseWriter writer, Guid from, Guid to, IEnumerable<FileValue> files)
    {
        foreach (var file in files)
        {
            writer.Execute(
                """
                INSERT INTO run_files (run_id, file_id) SELECT $1, file_id FROM run_files
                WHERE run_id = $0 AND file_id = $2 AND EXISTS (SELECT 1 FROM runs WHERE id = $1) ON CONFLICT DO NOTHING
                """,
                DatabaseTypes.ToText(from), DatabaseTypes.ToText(to), DatabaseTypes.ToText(file.Id));
        }
    }

    /// <summary>Has a run receive everything that another run holds.</summary>
    public static void PassAll(DatabaseWriter writer, Guid from, Guid to) => writer.Execute(
        "INSERT INTO run_files (run_id, file_id) SELECT $1, file_id FROM run_files WHERE run_id = $0 AND EXISTS (SELECT 1 FROM runs WHERE id = $1) ON CONFLICT DO NOTHING",
        DatabaseTypes.ToText(from), DatabaseTypes.ToText(to));
}
