using SQLitePCL;

namespace HtmxFlows.Sql;

/// <summary>
/// printf() and format(): SQLite's own, run in a database beside the statement's. In the statement itself a text past the limit would
/// be NULL, without an error.
/// </summary>
sealed class SqlFormat : IDisposable
{
    readonly Dictionary<int, sqlite3_stmt> statements = [];
    sqlite3? beside;

    /// <param name="longest">The most bytes a value may have just now.</param>
    /// <param name="isOver">Looks at the clock, the memory and the cancellation, and says whether the statement has to end.</param>
    public void Define(sqlite3 db, Func<int> longest, Func<bool> isOver)
    {
        foreach (var name in new[] { "printf", "format" })
            raw.sqlite3_create_function(db, name, -1, raw.SQLITE_UTF8 | raw.SQLITE_DETERMINISTIC, null, (context, _, arguments) =>
            {
                if (arguments.Length == 0 || raw.sqlite3_value_type(arguments[0]) == raw.SQLITE_NULL) raw.sqlite3_result_null(context);
                else if (isOver()) raw.sqlite3_result_error_code(context, raw.SQLITE_INTERRUPT);
                else Format(context, arguments, longest());
            });
    }

    public void Dispose()
    {
        foreach (var statement in statements.Values) statement.Dispose();
        beside?.Dispose();
    }

    void Format(sqlite3_context context, sqlite3_value[] arguments, int longest)
    {
        var statement = Statement(arguments.Length, longest);
        try
        {
            if (arguments.Index().All(argument => Bind(statement, argument.Index + 1, argument.Item) == raw.SQLITE_OK)
                && raw.sqlite3_step(statement) == raw.SQLITE_ROW && raw.sqlite3_column_type(statement, 0) == raw.SQLITE_TEXT)
                SqlFunctions.Return(context, raw.sqlite3_column_blob(statement, 0)[1..]);
            else
                raw.sqlite3_result_error_toobig(context);
        }
        finally
        {
            raw.sqlite3_reset(statement);
            raw.sqlite3_clear_bindings(statement);
        }
    }

    sqlite3_stmt Statement(int count, int longest)
    {
        if (beside is null && raw.sqlite3_open_v2(":memory:", out beside, raw.SQLITE_OPEN_MEMORY | raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_NOMUTEX, null) != raw.SQLITE_OK)
            throw new InvalidOperationException("SQLite did not open a database in memory.");
        raw.sqlite3_limit(beside, raw.SQLITE_LIMIT_LENGTH, longest + 1);
        if (!statements.TryGetValue(count, out var statement))
        {
            // With a letter before it no text is empty, which would be NULL too.
            raw.sqlite3_prepare_v2(beside, $"SELECT printf('|' || {string.Join(',', Enumerable.Repeat("?", count))})", out statement);
            statements[count] = statement;
        }
        return statement;
    }

    static int Bind(sqlite3_stmt statement, int at, sqlite3_value value) => raw.sqlite3_value_type(value) switch
    {
        raw.SQLITE_INTEGER => raw.sqlite3_bind_int64(statement, at, raw.sqlite3_value_int64(value)),
        raw.SQLITE_FLOAT => raw.sqlite3_bind_double(statement, at, raw.sqlite3_value_double(value)),
        raw.SQLITE_NULL => raw.sqlite3_bind_null(statement, at),
        raw.SQLITE_BLOB => raw.sqlite3_bind_blob(statement, at, raw.sqlite3_value_blob(value)),
        // An empty span would be NULL.
        _ when SqlFunctions.Text(value) is { IsEmpty: false } text => raw.sqlite3_bind_text(statement, at, text),
        _ => raw.sqlite3_bind_text(statement, at, "")
    };
}
