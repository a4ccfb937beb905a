using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.ObjectPool;

namespace HtmxFlows.Data;

/// <summary>A database in an SQLite file: <see cref="SqliteReaders"/>, and one <see cref="SqliteWriter"/> through which every change goes.</summary>
public sealed class SqliteDatabase : IDatabase
{
    /// <summary>The size, in bytes, to which the write-ahead log is cut once nothing in it is needed: what it has at a checkpoint (4,000 pages).</summary>
    const int LargestIdleLog = 16 << 20;

    readonly ObjectPool<SqliteConnection> readers;
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
        var settings = new SqliteConnectionStringBuilder { DataSource = file, ForeignKeys = true, DefaultTimeout = patience, Pooling = false };
        readers = SqliteReaders.Pool(settings);
        if (!Enum.TryParse<Synchronous>(synchronous, ignoreCase: true, out var level))
            throw new SettingException($"HtmxFlows:Synchronous is “{synchronous}”, but must be one of {string.Join(", ", Enum.GetNames<Synchronous>())}.");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
            var connection = new SqliteConnection(settings.ToString());
            connection.Open();
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
        SqliteConnection? connection = null;
        try
        {
            connection = readers.Get();
            var result = read(connection);
            readers.Return(connection);
            return result;
        }
        catch (Exception error)
        {
            connection?.Dispose();
            if (SqliteFailure.Of(error) is { } known)
                throw known;
            throw;
        }
    }

    public Task<T> Write<T>(Func<DatabaseWriter, T> change, Action<T>? committed = null) => writer.Write(change, committed);

    public Task<bool> ReleaseSpace() => space.Release();

    public void Dispose()
    {
        writer.Dispose();
        ((IDisposable)readers).Dispose();
    }
}
