using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace HtmxFlows.Data;

/// <summary>
/// The SQLite file: pooled connections to read, and one <see cref="DatabaseWriter"/> through which every change goes.
/// </summary>
public sealed class Database : IDisposable
{
    /// <summary>What makes of the tables of each version, from the first on, those of the next, where <c>schema.sql</c> finds them there already.</summary>
    static readonly string[] Migrations =
    [
        "ALTER TABLE versions ADD COLUMN note TEXT NOT NULL DEFAULT ''; ALTER TABLE versions ADD COLUMN author TEXT NOT NULL DEFAULT '';",
        """
        ALTER TABLE workflows ADD COLUMN deleted_at TEXT;
        ALTER TABLE runs ADD COLUMN crashes INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE runs ADD COLUMN progress_at_crash BIGINT NOT NULL DEFAULT 0;
        DROP INDEX IF EXISTS runs_by_parent;
        DROP INDEX IF EXISTS runs_unfinished;
        """,
    ];

    /// <summary>The version of <c>schema.sql</c> that this program speaks.</summary>
    public static int SchemaVersion => Migrations.Length + 1;

    /// <summary>What the write-ahead log is cut to, in bytes, once nothing in it is needed any more: as much as it has at a checkpoint (4,000 pages).</summary>
    const int LargestIdleLog = 16 << 20;

    readonly string connectionString;

    /// <summary>Opens the file, makes the tables if need be, and starts the writer.</summary>
    /// <param name="file">The path; its folder is made.</param>
    /// <param name="synchronous">SQLite's setting: FULL survives a power cut, NORMAL only a crash of the process.</param>
    /// <param name="patience">Seconds to wait while another program keeps the file locked.</param>
    /// <exception cref="SettingException">The file cannot be used, or belongs to a newer version of the program.</exception>
    public Database(string file, string synchronous = "FULL", int patience = 30)
    {
        DatabaseTypes.Register();
        connectionString = new SqliteConnectionStringBuilder { DataSource = file, ForeignKeys = true, DefaultTimeout = patience }.ToString();
        if (!Enum.TryParse<Synchronous>(synchronous, ignoreCase: true, out var level))
            throw new SettingException($"HtmxFlows:Synchronous is “{synchronous}”, but must be one of {string.Join(", ", Enum.GetNames<Synchronous>())}.");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
            var connection = Open();
            connection.Execute($"PRAGMA journal_mode = WAL; PRAGMA synchronous = {level}; PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = {LargestIdleLog};");
            ApplySchema(connection);
            Writer = new DatabaseWriter(connection);
        }
        catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"The database {file} cannot be used: {DatabaseUnavailableException.Of(error)?.Message ?? error.Message} Or choose another folder with HtmxFlows:Data.", error);
        }
    }

    enum Synchronous { Normal, Full, Extra }

    /// <summary>The one connection that writes.</summary>
    public DatabaseWriter Writer { get; }

    /// <summary>A pooled connection for reading; the caller disposes of it.</summary>
    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        return connection;
    }

    /// <summary>The pattern of LIKE that finds a text anywhere, with the backslash as its escape.</summary>
    public static string LikePattern(string text) =>
        $"%{text.Trim().Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)}%";

    static void ApplySchema(SqliteConnection connection)
    {
        using var resource = typeof(Database).Assembly.GetManifestResourceStream("schema.sql")!;
        using var reader = new StreamReader(resource);
        using var transaction = connection.BeginTransaction();
        connection.Execute(reader.ReadToEnd(), transaction: transaction);
        var found = connection.ExecuteScalar<int>("SELECT max(version) FROM schema_version", transaction: transaction);
        if (found > SchemaVersion)
            throw new SettingException(string.Create(CultureInfo.InvariantCulture,
                $"The database has schema version {found}, and this program knows version {SchemaVersion}. Start the program that made it, or choose another folder with HtmxFlows:Data."));
        foreach (var (index, migration) in Migrations.Index().Skip(found - 1))
            connection.Execute($"{migration} INSERT INTO schema_version (version) VALUES ({index + 2});", transaction: transaction);
        transaction.Commit();
    }

    public void Dispose()
    {
        Writer.Dispose();
        using var connection = new SqliteConnection(connectionString);
        SqliteConnection.ClearPool(connection);
    }
}
