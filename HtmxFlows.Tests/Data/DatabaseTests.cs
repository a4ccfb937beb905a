using Dapper;
using HtmxFlows.Data;
using Microsoft.Data.Sqlite;

namespace HtmxFlows.Tests.Data;

public sealed class DatabaseTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void It_makes_its_folder_and_opens_again()
    {
        var file = Path.Combine(folder.Path, "new", "folder", "x.db");
        using (new Database(file)) { }
        using var again = new Database(file);
        using var connection = again.Open();
        Assert.Equal("wal", connection.ExecuteScalar<string>("PRAGMA journal_mode"));
        Assert.Equal(1, connection.ExecuteScalar<int>("PRAGMA foreign_keys"));
    }

    // Before it, a checkpoint that met a commit could damage a database in WAL mode (sqlite.org/wal.html, "The WAL-Reset Bug").
    [Fact]
    public void Its_SQLite_is_at_least_3_51_3()
    {
        using var database = folder.Open();
        using var connection = database.Open();
        Assert.True(Version.Parse(connection.ExecuteScalar<string>("SELECT sqlite_version()")!) >= new Version(3, 51, 3));
    }

    [Theory]
    [InlineData("FULL", 2)]
    [InlineData("normal", 1)]
    [InlineData("Extra", 3)]
    public async Task The_writer_is_as_synchronous_as_the_setting_says(string setting, int expected)
    {
        using var database = new Database(folder.Database, setting);
        Assert.Equal(expected, await database.Writer.Write(writer => writer.Connection.ExecuteScalar<int>("PRAGMA synchronous")));
    }

    [Fact]
    public void A_setting_that_is_none_is_refused() =>
        Assert.Throws<SettingException>(() => new Database(folder.Database, "OFF; DROP TABLE runs").Dispose());

    [Fact]
    public async Task The_file_of_a_newer_program_is_refused()
    {
        using (var database = folder.Open())
            await database.Writer.Write(writer => writer.Execute("INSERT INTO schema_version (version) VALUES (1000)"));
        var error = Assert.Throws<SettingException>(() => folder.Open().Dispose());
        Assert.StartsWith($"The database has schema version 1000, and this program knows version {Database.SchemaVersion}.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_file_with_an_older_schema_keeps_everything_and_becomes_as_a_new_one(int version)
    {
        using (var old = new SqliteConnection($"Data Source={folder.Database};Pooling=False"))
        {
            old.Execute(Schema(version));
            old.Execute(
                """
                INSERT INTO workflows (id, name, description, created_at) VALUES ('w', 'Old', 'd', 't');
                INSERT INTO versions (workflow_id, version, status, flow, created_at) VALUES ('w', 1, 'published', '{}', 't');
                INSERT INTO runs (id, workflow_id, version, thread_id, status, prompt, started_at, due_at) VALUES ('r', 'w', 1, 'r', 'waiting', 'p', 't', 'u');
                INSERT INTO run_events (run_id, seq, event, data) VALUES ('r', 1, 'workflow-started', '{"seq":1}');
                INSERT INTO signing_keys (name, value) VALUES ('n', 'v');
                INSERT INTO store_entries (collection, key, value, updated_at) VALUES ('c', 'k', '1', 't');
                """);
        }
        using (folder.Open()) { }
        using var again = folder.Open();
        using var connection = again.Open();
        Assert.Equal(("Old", "d", "t", null), connection.QuerySingle<(string, string, string, string?)>("SELECT name, description, created_at, deleted_at FROM workflows"));
        Assert.Equal(("{}", "", ""), connection.QuerySingle<(string, string, string)>("SELECT flow, note, author FROM versions"));
        Assert.Equal(("waiting", "p", "u", 0, 0), connection.QuerySingle<(string, string, string, int, long)>("SELECT status, prompt, due_at, crashes, progress_at_crash FROM runs"));
        Assert.Equal(("r", """{"seq":1}"""), connection.QuerySingle<(string, string)>("SELECT run_id, data FROM run_events"));
        Assert.Equal(("n", "v"), connection.QuerySingle<(string, string)>("SELECT name, value FROM signing_keys"));
        Assert.Equal(("c", "k", "1", "t"), connection.QuerySingle<(string, string, string, string)>("SELECT collection, key, value, updated_at FROM store_entries"));
        Assert.Equal(Enumerable.Range(version, Database.SchemaVersion - version + 1), connection.Query<int>("SELECT version FROM schema_version ORDER BY version"));
        Assert.Equal(ShapeOfANewFile(), Shape(connection));
    }

    static string Schema(int version)
    {
        using var reader = new StreamReader(typeof(DatabaseTests).Assembly.GetManifestResourceStream($"Schemas/{version}.sql")!);
        return reader.ReadToEnd();
    }

    static string[] ShapeOfANewFile()
    {
        using var folder = new TemporaryFolder();
        using var database = folder.Open();
        using var connection = database.Open();
        return Shape(connection);
    }

    /// <summary>Every column, by name and type, and every index, by name and columns.</summary>
    static string[] Shape(SqliteConnection connection) =>
        [.. connection.Query<string>(
            """
            SELECT t.name || '.' || c.name || ' ' || c.type || ' ' || c."notnull" || ' ' || coalesce(c.dflt_value, '') FROM pragma_table_list t JOIN pragma_table_info(t.name) c
            WHERE t.schema = 'main' AND t.name NOT LIKE 'sqlite%'
            UNION ALL
            SELECT i.name || ' ' || i.tbl_name || ' ' || coalesce(i.sql, '') FROM sqlite_schema i WHERE i.type = 'index'
            ORDER BY 1
            """)];

    [Fact]
    public void A_new_file_has_the_version_of_the_program()
    {
        using var database = folder.Open();
        using var connection = database.Open();
        Assert.Equal([Database.SchemaVersion], connection.Query<int>("SELECT version FROM schema_version"));
    }

    [Fact]
    public void Times_and_ids_come_back_as_they_went_in()
    {
        using var database = folder.Open();
        using var connection = database.Open();
        var (id, at) = (Guid.CreateVersion7(), new DateTimeOffset(2030, 1, 31, 9, 0, 0, TimeSpan.FromHours(2)).AddTicks(1));
        var row = connection.QuerySingle<(string Text, string Time)>("SELECT @id, @at", new { id, at });
        Assert.Equal((id.ToString(), "2030-01-31T07:00:00.0000001Z"), row);
        Assert.Equal(id, connection.ExecuteScalar<Guid>("SELECT @id", new { id }));
        Assert.Equal(at, connection.QuerySingle<DateTimeOffset>("SELECT @at", new { at }));
    }
}
