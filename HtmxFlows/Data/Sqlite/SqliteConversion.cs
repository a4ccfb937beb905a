using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace HtmxFlows.Data;

/// <summary>
/// Converts a file that was made without <c>auto_vacuum</c>, once, so that it shrinks when rows are deleted. SQLite builds a second file and copies
/// it back in one transaction. Whatever interrupts that, the file stays as it was and usable, and free pages are reused as before.
/// </summary>
static class SqliteConversion
{
    /// <summary>The largest content, in bytes, that is converted at a start, which waits for it.</summary>
    public const long LargestFile = 512L << 20;

    /// <summary>The most starts that try it: one of them may have been killed for its duration.</summary>
    public const int MostAttempts = 3;

    const long Megabyte = 1 << 20;

    /// <summary>The row of <c>server_state</c> that counts the attempts.</summary>
    const string Attempts = "vacuum-attempts";

    public static void Apply(SqliteConnection connection, string file, ILogger logger)
    {
        if (connection.ExecuteScalar<int>("PRAGMA auto_vacuum") != 0)
            return;
        try
        {
            if (FindObstacle(file, SizeOf(connection), FreeOn(file), CountAttempts(connection)) is { } obstacle)
                logger.LogWarning("The database file does not shrink when workflows are deleted, but reuses their space, since an older version made it. {Obstacle}", obstacle);
            else
                Convert(connection, file, logger);
        }
        catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException)
        {
            logger.LogWarning("The database file could not be converted to shrink when workflows are deleted. It is unchanged and usable. {Cause}", error.Message);
        }
    }

    /// <summary>Why the file is not converted, and what to do, in sentences; null if nothing speaks against it.</summary>
    /// <param name="size">The content of the file, in bytes.</param>
    /// <param name="free">The free space of its disk, in bytes.</param>
    /// <param name="attempts">How many starts have tried it.</param>
    internal static string? FindObstacle(string file, long size, long free, int attempts)
    {
        var remedy = $"To convert it yourself, stop the server and run: sqlite3 {file} \"PRAGMA auto_vacuum = 2; VACUUM\"";
        // SQLite's second file, and the copy in the write-ahead log.
        var needed = 2 * size + 16 * Megabyte;
        return size > LargestFile ? Text($"Converting its {size / Megabyte} MiB would delay the start. {remedy}")
            : needed > free ? Text($"Converting it needs {needed / Megabyte} MiB on its disk, and {free / Megabyte} MiB are free. Free space, and restart the server.")
            : attempts >= MostAttempts ? Text($"{attempts} attempts to convert it did not succeed. {remedy}")
            : null;
    }

    static long SizeOf(SqliteConnection connection) => connection.ExecuteScalar<long>(
        "SELECT (page_count - freelist_count) * page_size FROM pragma_page_count, pragma_freelist_count, pragma_page_size");

    static long FreeOn(string file) => new DriveInfo(Path.GetDirectoryName(Path.GetFullPath(file))!).AvailableFreeSpace;

    static void Convert(SqliteConnection connection, string file, ILogger logger)
    {
        var (begun, before) = (TimeProvider.System.GetTimestamp(), new FileInfo(file).Length);
        connection.Execute(
            "INSERT INTO server_state (name, value) VALUES (@Attempts, @count) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            new { Attempts, count = Text($"{CountAttempts(connection) + 1}") });
        connection.Execute("VACUUM");
        connection.Execute("DELETE FROM server_state WHERE name = @Attempts", new { Attempts });
        connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        logger.LogWarning("The database file was converted in {Duration}, from {Before} to {After} bytes. It shrinks from now on when workflows are deleted.",
            TimeProvider.System.GetElapsedTime(begun), before, new FileInfo(file).Length);
    }

    static int CountAttempts(SqliteConnection connection) =>
        int.Parse(connection.ExecuteScalar<string>("SELECT value FROM server_state WHERE name = @Attempts", new { Attempts }) ?? "0", CultureInfo.InvariantCulture);

    static string Text(FormattableString text) => FormattableString.Invariant(text);
}
