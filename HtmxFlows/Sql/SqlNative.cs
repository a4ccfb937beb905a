using System.Runtime.InteropServices;
using SQLitePCL;

namespace HtmxFlows.Sql;

/// <summary>What the binding leaves out of SQLite's interface.</summary>
static class SqlNative
{
    const string Library = "e_sqlite3";

    // sqlite.h and sqliteInt.h: SQLITE_TESTCTRL_OPTIMIZATIONS; QueryFlattener, PushDown, FlttnUnionAll
    const int Optimizations = 15;
    const int Rewriting = 0x1 | 0x1000 | 0x800000;

    [DllImport(Library)]
    public static extern int sqlite3_error_offset(sqlite3 db);

    [DllImport(Library)]
    public static extern nint sqlite3_column_value(sqlite3_stmt statement, int column);

    [DllImport(Library)]
    public static extern uint sqlite3_value_subtype(nint value);

    /// <summary>
    /// Forbids SQLite to copy a subquery's expressions into the query around it. Forty nested <c>SELECT x+x AS x FROM (…)</c> are 2^40
    /// copies, and it looks at neither clock nor memory while it makes them.
    /// </summary>
    public static void TurnOffRewriting(sqlite3 db)
    {
        // There a variadic function takes its arguments from the stack, so the registers are filled first.
        if (OperatingSystem.IsMacOS() && RuntimeInformation.ProcessArchitecture == Architecture.Arm64)
            _ = TestControlOnStack(Optimizations, 0, 0, 0, 0, 0, 0, 0, db, Rewriting);
        else
            _ = TestControl(Optimizations, db, Rewriting);
    }

    [DllImport(Library, EntryPoint = "sqlite3_test_control")]
    static extern int TestControl(int operation, sqlite3 db, int value);

    [DllImport(Library, EntryPoint = "sqlite3_test_control")]
    static extern int TestControlOnStack(int operation, nint r1, nint r2, nint r3, nint r4, nint r5, nint r6, nint r7, sqlite3 db, nint value);
}
