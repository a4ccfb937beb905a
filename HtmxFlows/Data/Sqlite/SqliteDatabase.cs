using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace HtmxFlows.Data;

/// <summary>A database in an SQLite file: pooled connections to read, and one <see cref="SqliteWriter"/> through which every change goes.</summary>
public sealed class SqliteDatabase : IDatabase
{
    /// <summary>The size, in bytes, to which the write-ahead log is cut once nothing in it is needed: what it has at a checkpoint (4,000 pages).</summary>
    const int LargestIdleLog = 16 << 20;

    readonly string connectionString;
    readonly SqliteWriter writer;
    readonly SqliteSpace space;

    /// <summary>Opens the file, makes or migrates the tables, and starts the writer.</summary>
    /// <param name="file">The path; its folder is made.</param>
    /// <param name="synchronous">SQLite's setting: FULL survives a power cut, NORMAL only a crash of the process.</param>
    /// <param name="patience">Seconds to wait while another program keeps the file locked.</param>
    /// <exception cref="SettingException">The file cannot be used, or belongs to a newer version of the program.</exception>
    public SqliteDatabase(string file, string synchronous = "FULL", int patience = 30, ILogger? logger = null)
    {
        DatabaseTypes.Register();
        connectionString = new SqliteConnectionStringBuilder { DataSource = file, ForeignKeys = true, DefaultTimeout = patience }.ToString();
        if (!Enum.TryParse<Synchronous>(synchronous, ignoreCase: true, out var level))
            throw new SettingException($"HtmxFlows:Synchronous is “{synchronous}”, but must be one of {string.Join(", ", Enum.GetNames<Synchronous>())}.");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
            var connection = Open();
            // A file without tables is made with auto_vacuum only if that is set before WAL.
            connection.Execute(
                $"""
                PRAGMA auto_vacuum = INCREMENTAL;
                PRAGMA journal_mode = WAL; PRAGMA synchronous = {level}; PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = {LargestIdleLog};
                """);
            Schema.Apply(connection, Dialect);
            SqliteConversion.Apply(connection, file, logger ?? NullLogger.Instance);
            writer = new SqliteWriter(connection);
            space = new SqliteSpace(writer);
        }
        catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"The database {file} cannot be used: {(SqliteFailure.Of(error) ?? error).Message} Or choose another folder with HtmxFlows:Data.", error);
        }
    }

    enum Synchronous { Normal, Full, Extra }

    public Dialect Dialect { get; } = new SqliteDialect();

    public T Read<T>(Func<DbConnection, T> read)
    {
        try
        {
            using var connection = Open();
            return read(connection);
        }
        catch (SqliteException error) when (SqliteFailure.Of(error) is { } known)
        {
            throw known;
        }
    }

    public Task<T> Write<T>(Func<DatabaseWriter, T> change, Action<T>? committed = null) => writer.Write(change, committed);

    public Task<bool> ReleaseSpace() => space.Release();

    /// <summary>A pooled connection.</summary>
    internal SqliteConnection Open()
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        return connection;
    }

    public void Dispose()
    {
        writer.Dispose();
        using var connection = new SqliteConnection(connectionString);
        SqliteConnection.ClearPool(connection);
    }
}
