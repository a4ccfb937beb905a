using System.Globalization;
using System.Text.RegularExpressions;
using Dapper;
using HtmxFlows.Data;
using Microsoft.Data.Sqlite;

namespace HtmxFlows.Tests.Data;

/// <summary>Each file of <c>Schemas/</c> is the <c>schema.sql</c> of an older version, as it landed.</summary>
public sealed partial class SchemaTests : IDisposable
{
    /// <summary>A row of each table that the first version had.</summary>
    const string Rows =
        """
        INSERT INTO workflows (id, name, description, created_at) VALUES ('w', 'Old', 'd', 't');
        INSERT INTO versions (workflow_id, version, status, flow, created_at) VALUES ('w', 1, 'published', '{}', 't');
        INSERT INTO runs (id, workflow_id, version, thread_id, status, prompt, started_at, due_at) VALUES ('r', 'w', 1, 'r', 'waiting', 'p', 't', 'u');
        INSERT INTO run_events (run_id, seq, event, data) VALUES ('r', 1, 'workflow-started', '{"seq":1}');
        INSERT INTO signing_keys (name, value) VALUES ('n', 'v');
        INSERT INTO store_entries (collection, key, value, updated_at) VALUES ('c', 'k', '1', 't');
        """;

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<int> Older => [.. Enumerable.Range(1, Schema.Version - 1)];

    /// <summary>Versions whose runs did not say what started them.</summary>
    public static TheoryData<int> OlderThanTriggers => [.. Enumerable.Range(1, 4)];

    [Fact]
    public void A_new_file_has_the_version_of_the_program()
    {
        using var database = folder.Open();
        Assert.Equal([Schema.Version], database.Read(connection => connection.Query<int>("SELECT version FROM schema_version")));
    }

    [Theory, MemberData(nameof(Older))]
    public void An_older_file_gets_the_schema_of_a_new_one(int version)
    {
        Make(version);
        using var database = folder.Open();
        using var fresh = new TemporaryFolder();
        using var made = fresh.Open();
        Assert.Equal(Shape(made), Shape(database));
    }

    [Theory, MemberData(nameof(Older))]
    public void An_older_file_keeps_everything_and_each_migration_is_applied_once(int version)
    {
        Make(version);
        using (folder.Open()) { }
        using var again = folder.Open();
        Assert.Equal(("Old", "d", "t", null), Row<(string, string, string, string?)>(again, "SELECT name, description, created_at, deleted_at FROM workflows"));
        Assert.Equal(("{}", "", ""), Row<(string, string, string)>(again, "SELECT flow, note, author FROM versions"));
        Assert.Equal(("waiting", "p", "u", 0, 0), Row<(string, string, string, int, long)>(again, "SELECT status, prompt, due_at, crashes, progress_at_crash FROM runs"));
        Assert.Equal(("r", """{"seq":1}"""), Row<(string, string)>(again, "SELECT run_id, data FROM run_events"));
        Assert.Equal(("n", "v"), Row<(string, string)>(again, "SELECT name, value FROM signing_keys"));
        Assert.Equal(("c", "k", "1", "t"), Row<(string, string, string, string)>(again, "SELECT collection, key, value, updated_at FROM store_entries"));
        Assert.Equal(Enumerable.Range(version, Schema.Version - version + 1), again.Read(connection => connection.Query<int>("SELECT version FROM schema_version ORDER BY version")));
    }

    [Theory, MemberData(nameof(OlderThanTriggers))]
    public void The_runs_of_an_older_file_get_what_started_them_and_the_questions_that_are_open(int version)
    {
        Make(version,
            """
            INSERT INTO runs (id, workflow_id, version, thread_id, status, prompt, started_at) VALUES ('q', 'w', 1, 'q', 'waiting', 'p', 't');
            INSERT INTO run_events (run_id, seq, event, node_id, data) VALUES
              ('q', 1, 'workflow-started', NULL, '{"trigger":"api","input":{"trigger":"form"}}'),
              ('q', 2, 'node-waiting', 'answered', '{"question":{"text":"A?"}}'), ('q', 3, 'node-completed', 'answered', '{}'),
              ('q', 4, 'node-waiting', 'open', '{"question":{"text":"B?"}}'), ('q', 5, 'node-waiting', 'nap', '{"until":"u"}');
            """);
        using var database = folder.Open();
        Assert.Equal([("q", "api"), ("r", "")], database.Read(connection => connection.Query<(string, string)>("SELECT id, trigger_kind FROM runs ORDER BY id")));
        Assert.Equal(("q", "open", 4), Row<(string, string, long)>(database, "SELECT run_id, node_id, seq FROM questions"));
    }

    // Later commits of the first version added the table without a new number.
    [Fact]
    public void An_early_file_without_signing_keys_gets_them()
    {
        Make(1, "DELETE FROM signing_keys; DROP TABLE signing_keys");
        using var database = folder.Open();
        Assert.Equal(0, Row<int>(database, "SELECT count(*) FROM signing_keys"));
    }

    [Fact]
    public void A_migration_that_fails_leaves_the_file_as_it_was()
    {
        Make(2, "ALTER TABLE runs ADD COLUMN crashes TEXT");
        Assert.Throws<SettingException>(() => folder.Open().Dispose());
        using var connection = new SqliteConnection($"Data Source={folder.Database};Pooling=False");
        Assert.Equal(2, connection.ExecuteScalar<int>("SELECT max(version) FROM schema_version"));
        Assert.Equal(0, connection.ExecuteScalar<int>("SELECT count(*) FROM pragma_table_info('workflows') WHERE name = 'deleted_at'"));
    }

    [Fact]
    public async Task The_file_of_a_newer_program_is_refused()
    {
        using (var database = folder.Open())
            await database.Write(writer => writer.Execute("INSERT INTO schema_version (version) VALUES (1000)"));
        var error = Assert.Throws<SettingException>(() => folder.Open().Dispose());
        Assert.StartsWith($"The database has schema version 1000, and this program knows version {Schema.Version}.", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Makes the file as an older version of the program did.</summary>
    void Make(int version, string change = "")
    {
        using var reader = new StreamReader(typeof(SchemaTests).Assembly.GetManifestResourceStream(string.Create(CultureInfo.InvariantCulture, $"Schemas/{version}.sql"))!);
        using var old = new SqliteConnection($"Data Source={folder.Database};Pooling=False");
        old.Execute($"{reader.ReadToEnd()} {Rows} {change}");
    }

    static T Row<T>(IDatabase database, string query) => database.Read(connection => connection.QuerySingle<T>(query));

    /// <summary>Every column with its type, default and place in the key, every foreign key and check, and every index.</summary>
    static string[] Shape(IDatabase database) => database.Read(connection =>
    {
        var parts = connection.Query<string>(
            """
            SELECT t.name || '.' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || coalesce(c.dflt_value, '') || ' ' || c.pk FROM pragma_table_list t JOIN pragma_table_info(t.name) c
            WHERE t.schema = 'main' AND t.name NOT LIKE 'sqlite%'
            UNION ALL
            SELECT t.name || '.' || f."from" || ' > ' || f."table" || '.' || f."to" || ' ' || f.on_delete FROM pragma_table_list t JOIN pragma_foreign_key_list(t.name) f
            WHERE t.schema = 'main'
            UNION ALL
            SELECT name || ' ' || tbl_name || ' ' || coalesce(sql, '') FROM sqlite_schema WHERE type IN ('index', 'trigger', 'view')
            """);
        var tables = connection.Query<(string Name, string Sql)>("SELECT name, sql FROM sqlite_schema WHERE type = 'table'");
        return parts.Concat(tables.SelectMany(table => Check().Matches(table.Sql).Select(check => $"{table.Name} {Blanks().Replace(check.Value, " ")}"))).Order(StringComparer.Ordinal).ToArray();
    });

    [GeneratedRegex(@"CHECK \((?:[^()]|\([^()]*\))*\)")]
    private static partial Regex Check();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
