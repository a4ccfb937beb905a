using System.Globalization;
using Microsoft.Data.Sqlite;

namespace HtmxFlows.Tests.Crash;

/// <summary>The database file, read by SQL alone, without the product's code.</summary>
sealed class DatabaseFile : IDisposable
{
    readonly SqliteConnection connection;

    public DatabaseFile(string folder)
    {
        connection = new(new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "htmxflows.db"), Pooling = false, DefaultTimeout = 30 }.ToString());
        connection.Open();
    }

    /// <summary>Waits until every run has ended.</summary>
    /// <param name="workflow">Those of the workflow of that name only.</param>
    public Task SeeAllEnded(string? workflow = null)
    {
        var ofWorkflow = workflow is null ? "" : $" AND w.name = '{workflow}'";
        return Eventually.Equal("", () => Task.FromResult(string.Join("\n", Texts(
            $"""
            SELECT w.name || ' ' || r.id || ' ' || r.status || coalesce(' below ' || r.parent_id, '') || ' due ' || coalesce(r.due_at, 'never') || ', last ' || e.event || ' ' || e.data
            FROM runs r JOIN workflows w ON w.id = r.workflow_id JOIN run_events e ON e.run_id = r.id AND e.seq = (SELECT max(seq) FROM run_events WHERE run_id = r.id)
            WHERE r.finished_at IS NULL{ofWorkflow}
            """))));
    }

    public IReadOnlyList<string> Texts(string sql) => Rows(sql, row => row.GetString(0));

    public IReadOnlyList<int> Numbers(string sql) => Rows(sql, row => row.GetInt32(0));

    public IReadOnlyDictionary<string, int> Pairs(string sql) => Rows(sql, row => (row.GetString(0), row.GetInt32(1))).ToDictionary();

    /// <summary>The journals, in the form in which streams show them.</summary>
    public IReadOnlyList<SeenEntry> Events() => Rows(
        "SELECT run_id, seq, event, node_id, data ->> 'at', data -> 'output' FROM run_events",
        row => new SeenEntry(row.GetString(0), row.GetInt64(1), row.GetString(2), Text(row, 3), Milliseconds(row.GetString(4)), Text(row, 5)));

    static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    static string Milliseconds(string time) =>
        DateTimeOffset.Parse(time, CultureInfo.InvariantCulture).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    List<T> Rows<T>(string sql, Func<SqliteDataReader, T> make)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(make(reader));
        return rows;
    }

    public void Dispose() => connection.Dispose();
}
