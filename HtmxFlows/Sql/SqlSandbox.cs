using System.Collections.Concurrent;
using System.Text.Json;

namespace HtmxFlows.Sql;

/// <summary>
/// Runs one SELECT (or WITH … SELECT, or VALUES) over JSON values in an in-memory SQLite that can reach nothing else.
/// <para><b>Parameters.</b> <c>:name</c> only. An object or array is bound as JSON text, a string as its plain text, a number as
/// INTEGER or REAL, true and false as 1 and 0, null as NULL. As everywhere in SQLite, JSON text that goes into a JSON function as a
/// value is a string unless wrapped: <c>json_object('all', json(:input))</c>.</para>
/// <para><b>Shape.</b> One row is an object, several are an array of objects, none is an empty array. A single column without a
/// name of its own gives the values themselves: one row a scalar, several an array. Its own name is an alias (<c>AS n</c>) or what
/// <c>*</c> expands to; <c>count(*)</c>, <c>value</c> and VALUES have none.</para>
/// <para><b>JSON.</b> A column is nested JSON, not a string, if SQLite marks the value as JSON, if its expression is a call of a
/// function that makes JSON, ends in <c>-></c>, or is a parameter that was bound as JSON. Sorting, grouping and subqueries lose
/// SQLite's mark; in such statements a column that is only a column's name or a json_extract() is nested if its text is a JSON
/// object or array. <c>->></c> always keeps text. BLOBs and infinite numbers are errors.</para>
/// <para><b>Values.</b> A column that is a parameter alone is its value, unchanged: true stays true, a number keeps all digits. So does
/// what <c>-></c> reads. Elsewhere true and false are 1 and 0, and a result that is a number which SQLite rounded (integers past 64 bits,
/// decimals past 17 digits) is an error. <c>upper()</c>, <c>lower()</c>, <c>LIKE</c> and <c>NOCASE</c> know the letters of all languages.</para>
/// </summary>
public sealed class SqlSandbox(TimeProvider time) : IDisposable
{
    const int Kept = 16;

    readonly ConcurrentStack<SqlConnection> idle = new();

    /// <param name="sql">The statement; a trailing semicolon and comments are fine.</param>
    /// <param name="parameter">The value of a parameter, by its name without the colon; null if there is no such value. Called once
    /// for each name the statement uses.</param>
    /// <param name="names">The names that have a value, told in the error about one that has none.</param>
    /// <exception cref="SqlSandboxException">The statement, a value or a limit; the message is for people.</exception>
    /// <exception cref="OperationCanceledException"/>
    public JsonElement Query(
        string sql,
        Func<string, JsonElement?> parameter,
        SqlLimits? limits = null,
        IEnumerable<string>? names = null,
        CancellationToken cancellation = default) =>
        Use(connection => connection.Query(sql, parameter, names), limits, cancellation);

    /// <summary>Parses only. The first problem of the statement, or null.</summary>
    public SqlProblem? Check(string sql)
    {
        try
        {
            return Use<SqlProblem?>(connection =>
            {
                connection.Prepare(sql);
                return null;
            });
        }
        catch (SqlSandboxException e)
        {
            return e.Problem;
        }
    }

    /// <summary>The parameters a statement uses, without the colon, in the order they appear. Never throws; of a statement that
    /// <see cref="Check"/> finds fault with, it is a best guess.</summary>
    public static IReadOnlyList<string> Parameters(string sql) => new SqlText(sql).Parameters;

    T Use<T>(Func<SqlConnection, T> work, SqlLimits? limits = null, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        if (!idle.TryPop(out var connection)) connection = new SqlConnection(time);
        try
        {
            connection.Begin(limits ?? SqlLimits.Default, cancellation);
            return work(connection);
        }
        finally
        {
            connection.End();
            if (idle.Count < Kept) idle.Push(connection);
            else connection.Dispose();
        }
    }

    public void Dispose()
    {
        while (idle.TryPop(out var connection)) connection.Dispose();
    }
}
