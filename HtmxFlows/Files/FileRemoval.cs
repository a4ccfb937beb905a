using System.Data.Common;
using Dapper;
using HtmxFlows.Data;

namespace HtmxFlows.Files;

/// <summary>
/// Removes the files to which no run, store entry or draft refers, and bytes to which no file does. A file that nothing refers to yet is
/// kept for a while, for the run or the test that is about to use it.
/// </summary>
public sealed class FileRemoval(FileStore files, IDatabase database, TimeProvider time, BackgroundRemoval removal)
{
    /// <summary>How long a file is kept to which nothing refers.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromHours(1);

    /// <summary>The pause between two removals.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    /// <summary>How many files one commit removes before other changes have their turn.</summary>
    const int Portion = 32;

    /// <summary>Removes files until it is stopped.</summary>
    public Task Run(CancellationToken stop)
    {
        var isFirst = true;
        return removal.Repeat("Files that are not used", async token =>
        {
            // What an earlier process left is all there at the start.
            if (isFirst)
                await RemoveUnnamed(token);
            isFirst = false;
            await Remove(token);
        }, token => Task.Delay(Pause, time, token), stop);
    }

    /// <summary>Removes the files to which nothing refers.</summary>
    public async Task Remove(CancellationToken stop)
    {
        while (await RemovePortion() == Portion)
            stop.ThrowIfCancellationRequested();
    }

    /// <summary>Deletes the bytes that no row names: those of a process that ended before it had committed one.</summary>
    public async Task RemoveUnnamed(CancellationToken stop)
    {
        foreach (var portion in files.Folder.Contents().Chunk(Portion))
        {
            stop.ThrowIfCancellationRequested();
            // Few are ever found, so that the writer is seldom needed.
            if (database.Read(connection => Unnamed(connection, portion)) is { Length: > 0 } found)
                await database.Write(writer => writer.Read(connection => Unnamed(connection, found)), files.Folder.Delete);
        }
    }

    /// <returns>How many were removed.</returns>
    async Task<int> RemovePortion()
    {
        var before = time.GetUtcNow() - Grace;
        var removed = 0;
        await database.Write(
            writer =>
            {
                var unused = Unused(writer, before);
                removed = unused.Count;
                foreach (var (id, _) in unused)
                    writer.Execute("DELETE FROM files WHERE id = $0", id);
                return writer.Read(connection => Unnamed(connection, unused.Select(file => file.Sha256).Distinct()));
            },
            // On the writer's thread: no row that names the content can be committed in between.
            files.Folder.Delete);
        return removed;
    }

    static List<(string Id, string Sha256)> Unused(DatabaseWriter writer, DateTimeOffset before) => writer.Read(connection => connection.Query<(string, string)>(
        """
        SELECT f.id, f.sha256 FROM files f
        WHERE f.made_at < @before AND NOT EXISTS (SELECT 1 FROM run_files r WHERE r.file_id = f.id) AND NOT EXISTS (SELECT 1 FROM store_files s WHERE s.file_id = f.id)
          AND NOT EXISTS (SELECT 1 FROM draft_files d WHERE d.file_id = f.id)
        LIMIT @most
        """, new { before, most = Portion }).AsList());

    static string[] Unnamed(DbConnection connection, IEnumerable<string> contents) =>
        [.. contents.Where(sha256 => !connection.ExecuteScalar<bool>("SELECT EXISTS (SELECT 1 FROM files WHERE sha256 = @sha256)", new { sha256 }))];
}
