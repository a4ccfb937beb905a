using SQLitePCL;

namespace HtmxFlows.Sql;

/// <summary>
/// What one pass through a statement's operations may cost. SQLite looks at the clock, the memory and the cancellation only where it
/// jumps back, so between two looks every operation may run once, and each may read or make the largest value there is. The more
/// operations, the smaller that value has to be.
/// </summary>
/// <param name="LongestValue">The most bytes of one value in this statement.</param>
/// <param name="OperationsBetweenLooks">After so many operations SQLite looks at the next jump back.</param>
readonly record struct SqlPass(int LongestValue, int OperationsBetweenLooks)
{
    /// <summary>The most operations between two looks that SQLite is asked for.</summary>
    public const int MostOperationsBetweenLooks = 100;

    /// <summary>The most bytes that all operations of a statement may read in one pass; they take about a second.</summary>
    const long MostBytes = 64 << 20;

    /// <summary>A statement may always use values up to so many bytes; no text that is written in it is longer.</summary>
    const int SmallestLimit = 32 * 1024;

    /// <summary>Operations that are no functions cost less: so many of them count as one argument of a function.</summary>
    const int OperationsForAnArgument = 16;

    /// <param name="mostArguments">The most arguments that one call in the statement has.</param>
    public static SqlPass Of(sqlite3 db, string sql, int mostArguments)
    {
        if (raw.sqlite3_prepare_v2(db, "EXPLAIN " + sql, out var program) != raw.SQLITE_OK)
        {
            program?.Dispose();
            return new(SmallestLimit, 1);
        }
        using (program)
        {
            long arguments = 0, operations = 0;
            for (; raw.sqlite3_step(program) == raw.SQLITE_ROW; operations++)
                arguments += Arguments(raw.sqlite3_column_text(program, 1).utf8_to_string(), raw.sqlite3_column_text(program, 5).utf8_to_string() ?? "", mostArguments);
            return new(
                (int)Math.Clamp(MostBytes / (1 + arguments + operations / OperationsForAnArgument), SmallestLimit, int.MaxValue),
                (int)Math.Clamp(operations / (1 + arguments), 1, MostOperationsBetweenLooks));
        }
    }

    static int Arguments(string operation, string function, int mostArguments)
    {
        if (operation is "Concat" or "VFilter") return 2;
        if (operation is not ("Function" or "PureFunc" or "AggStep" or "AggInverse" or "AggFinal" or "AggValue")) return 0;
        // name(2), or name(-1) if it takes any number.
        var bracket = function.IndexOf('(', StringComparison.Ordinal);
        if (bracket < 0 || SqlFunctions.LookingAtTheClock.Contains(function[..bracket])) return 0;
        return int.TryParse(function.AsSpan(bracket + 1).TrimEnd(')'), out var count) && count >= 0 ? Math.Max(1, count - 1) : Math.Max(1, mostArguments - 1);
    }
}
