using Microsoft.Data.Sqlite;

namespace HtmxFlows.Data;

/// <summary>Why the database cannot be read or written at the moment, or at all.</summary>
public enum DatabaseTrouble
{
    /// <summary>There is no space left on its disk.</summary>
    Full,

    /// <summary>Another program keeps it locked.</summary>
    Locked,

    /// <summary>Its file or folder cannot be written.</summary>
    ReadOnly,

    /// <summary>Its file is no database, or parts of it are destroyed.</summary>
    Damaged,

    /// <summary>The operating system does not read or write its file, or there is not enough memory.</summary>
    Unreachable,
}

/// <summary>
/// The database is not available, whatever was asked of it; nothing was changed. The one failure for which neither a request nor a run is
/// to blame: a run continues once the cause is gone. The message is a sentence for people.
/// </summary>
public sealed class DatabaseUnavailableException : Exception
{
    /// <summary>SQLite's result codes (sqlite.org/rescode.html); 4874 is a full disk that it noticed while it enlarged its shared memory.</summary>
    const int Busy = 5, Locked = 6, NoMemory = 7, ReadOnly = 8, Input = 10, Corrupt = 11, Full = 13, CannotOpen = 14, NoDatabase = 26, NoSpaceForSharedMemory = 4874;

    DatabaseUnavailableException(DatabaseTrouble trouble, string message, Exception inner)
        : base(message, inner) => Trouble = trouble;

    public DatabaseTrouble Trouble { get; }

    /// <returns>Null if the failure is another one.</returns>
    public static DatabaseUnavailableException? Of(Exception? failure) => failure switch
    {
        DatabaseUnavailableException known => known,
        SqliteException error when TroubleOf(error) is { } trouble => new(trouble, Sentence(trouble, error), error),
        _ => null,
    };

    static DatabaseTrouble? TroubleOf(SqliteException error) => error switch
    {
        { SqliteExtendedErrorCode: NoSpaceForSharedMemory } or { SqliteErrorCode: Full } => DatabaseTrouble.Full,
        { SqliteErrorCode: Busy or Locked } => DatabaseTrouble.Locked,
        { SqliteErrorCode: ReadOnly } => DatabaseTrouble.ReadOnly,
        { SqliteErrorCode: Corrupt or NoDatabase } => DatabaseTrouble.Damaged,
        { SqliteErrorCode: Input or CannotOpen or NoMemory } => DatabaseTrouble.Unreachable,
        _ => null,
    };

    static string Sentence(DatabaseTrouble trouble, SqliteException error) => trouble switch
    {
        DatabaseTrouble.Full => "The disk of the database is full, so nothing was changed. Free space on it, and try again.",
        DatabaseTrouble.Locked => "Another program keeps the database locked, so nothing was changed. Close that program, and try again.",
        DatabaseTrouble.ReadOnly => "The database cannot be written, so nothing was changed. Give the server the right to write its file and its folder, and try again.",
        DatabaseTrouble.Damaged => "The file of the database is damaged or is no database. Stop the server, and restore the file from a backup.",
        _ => $"The file of the database cannot be read or written ({error.SqliteExtendedErrorCode}), so nothing was changed. Check its disk, and try again.",
    };
}
