using HtmxFlows.Data;
using Microsoft.Data.Sqlite;

namespace HtmxFlows.Benchmarks;

/// <summary>The rows that runs left behind, and the time that a loop of prepared inserts needs for them: the limit of any engine on this schema.</summary>
sealed class BareInserts
{
    static readonly string[] Tables = ["runs", "run_events", "store_entries"];

    readonly int runsPerCommit;
    readonly List<object?[]> definitions;
    readonly List<object?[]> versions;
    readonly (string Table, List<object?[]> Rows)[] written;

    /// <param name="file">A database that the engine has filled.</param>
    /// <param name="runsPerCommit">How many runs' rows go into one commit.</param>
    public BareInserts(string file, int runsPerCommit)
    {
        this.runsPerCommit = runsPerCommit;
        using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        connection.Open();
        definitions = Read(connection, "workflows");
        versions = Read(connection, "versions");
        written = [.. Tables.Select(table => (table, Read(connection, table)))];
    }

    public int Rows => written.Sum(table => table.Rows.Count);

    /// <summary>Writes them into a new database with the same tables and settings.</summary>
    public Cost Insert(string file)
    {
        using var database = new SqliteDatabase(file);
        // The app's own writing connection, with its pragmas; its thread sleeps meanwhile.
        var writer = database.Write(writer => writer).GetAwaiter().GetResult();
        var connection = (SqliteConnection)writer.Connection;
        using (var workflow = new Insertion(connection, "workflows", definitions))
        using (var version = new Insertion(connection, "versions", versions))
        {
            workflow.Next(definitions.Count);
            version.Next(versions.Count);
        }
        var runs = written[0].Rows.Count;
        Insertion[] insertions = [.. written.Select(table => new Insertion(connection, table.Table, table.Rows))];
        var cost = Cost.Of(() =>
        {
            for (var done = 0; done < runs; done += runsPerCommit)
                Commit(writer, insertions, (double)runsPerCommit / runs);
        });
        foreach (var insertion in insertions)
            insertion.Dispose();
        return cost;
    }

    static void Commit(DatabaseWriter writer, Insertion[] insertions, double share)
    {
        writer.Execute("BEGIN IMMEDIATE");
        foreach (var insertion in insertions)
            insertion.Next((int)Math.Ceiling(insertion.Count * share));
        writer.Execute("COMMIT");
    }

    static List<object?[]> Read(SqliteConnection connection, string table)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // One of the names above.
        command.CommandText = $"SELECT * FROM {table} ORDER BY 1, 2";
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        List<object?[]> rows = [];
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }
        return rows;
    }

    /// <summary>A prepared insert, and how far it has come in its rows.</summary>
    sealed class Insertion : IDisposable
    {
        readonly SqliteCommand command;
        readonly List<object?[]> rows;
        int next;

        public Insertion(SqliteConnection connection, string table, List<object?[]> rows)
        {
            this.rows = rows;
            var names = Enumerable.Range(0, rows is [var first, ..] ? first.Length : 1).Select(i => $"${i}").ToArray();
            command = connection.CreateCommand();
#pragma warning disable CA2100 // Names of tables and parameters made here.
            command.CommandText = $"INSERT INTO {table} VALUES ({string.Join(", ", names)})";
#pragma warning restore CA2100
            foreach (var name in names)
                command.Parameters.Add(new SqliteParameter(name, null));
            if (rows.Count > 0)
                command.Prepare();
        }

        public int Count => rows.Count;

        public void Next(int count)
        {
            for (; count > 0 && next < rows.Count; count--, next++)
            {
                for (var i = 0; i < rows[next].Length; i++)
                    command.Parameters[i].Value = rows[next][i];
                command.ExecuteNonQuery();
            }
        }

        public void Dispose() => command.Dispose();
    }
}
