using Dapper;
using HtmxFlows.Data;

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

    [Fact]
    public async Task The_file_of_the_first_program_gets_what_it_lacks_and_keeps_what_it_has()
    {
        using (var database = folder.Open())
        {
            await database.Writer.Write(writer => writer.Connection.Execute(
                """
                ALTER TABLE versions DROP COLUMN note;
                ALTER TABLE versions DROP COLUMN author;
                DROP TABLE draft_steps;
                DROP TABLE drafts;
                INSERT INTO workflows (id, name, description, created_at) VALUES ('w', 'Old', '', '');
                INSERT INTO versions (workflow_id, version, status, flow, created_at) VALUES ('w', 1, 'published', '{}', '');
                DELETE FROM schema_version;
                INSERT INTO schema_version (version) VALUES (1);
                """));
        }
        using (folder.Open()) { }
        using var again = folder.Open();
        using var connection = again.Open();
        Assert.Equal(("{}", "", ""), connection.QuerySingle<(string, string, string)>("SELECT flow, note, author FROM versions"));
        Assert.Equal(0, connection.ExecuteScalar<int>("SELECT count(*) FROM drafts JOIN draft_steps USING (workflow_id)"));
        Assert.Equal([1, Database.SchemaVersion], connection.Query<int>("SELECT version FROM schema_version ORDER BY version"));
    }

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
