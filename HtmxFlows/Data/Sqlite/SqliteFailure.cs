using System.Globalization;
using Microsoft.Data.Sqlite;

namespace HtmxFlows.Data;

/// <summary>What SQLite's failures mean. Its result codes (sqlite.org/rescode.html) are known nowhere else.</summary>
static class SqliteFailure
{
    const int Busy = 5, Locked = 6, NoMemory = 7, ReadOnly = 8, Input = 10, Corrupt = 11, Full = 13, CannotOpen = 14, NoDatabase = 26;

    /// <summary>Extended codes: a foreign key leads nowhere; the disk was full when SQLite enlarged its shared memory.</summary>
    const int ForeignKeyFailed = 787, NoSpaceForSharedMemory = 4874;

    /// <summary>The failure as callers of the database know it.</summary>
    /// <returns>Null if it is none of them.</returns>
    public static Exception? Of(Exception failure) => failure switch
    {
        SqliteException { SqliteExtendedErrorCode: ForeignKeyFailed } => new BrokenReferenceException(failure),
        SqliteException error when TroubleOf(error) is { } trouble =>
            new DatabaseUnavailableException(trouble, error, error.SqliteExtendedErrorCode.ToString(CultureInfo.InvariantCulture)),
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
}
