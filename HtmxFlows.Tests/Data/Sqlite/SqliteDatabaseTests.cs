using Dapper;
using HtmxFlows.Data;
using Microsoft.Data.Sqlite;

namespace HtmxFlows.Tests.Data;

public sealed class SqliteDatabaseTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void It_makes_its_folder_and_opens_again()
    {
        var file = Path.Combine(folder.Path, "new", "folder", "x.db");
        using (new SqliteDatabase(file)) { }
        using var again = new SqliteDatabase(file);
        Assert.Equal("wal", again.Read(connection => connection.ExecuteScalar<string>("PRAGMA journal_mode")));
        Assert.Equal(1, again.Read(connection => connection.ExecuteScalar<int>("PRAGMA foreign_keys")));
    }

    // Before it, a checkpoint that met a commit could damage a database in WAL mode (sqlite.org/wal.html, "The WAL-Reset Bug").
    [Fact]
    public void Its_SQLite_is_at_least_3_51_3()
    {
        using var database = folder.Open();
        Assert.True(Version.Parse(database.Read(connection => connection.ExecuteScalar<string>("SELECT sqlite_version()"))!) >= new Version(3, 51, 3));
    }

    [Theory]
    [InlineData("FULL", 2)]
    [InlineData("normal", 1)]
    [InlineData("Extra", 3)]
    public async Task The_writer_is_as_synchronous_as_the_setting_says(string setting, int expected)
    {
        using var database = new SqliteDatabase(folder.Database, setting);
        Assert.Equal(expected, await database.Write(writer => writer.Connection.ExecuteScalar<int>("PRAGMA synchronous")));
    }

    [Fact]
    public void A_setting_that_is_none_is_refused() =>
        Assert.Throws<SettingException>(() => new SqliteDatabase(folder.Database, "OFF; DROP TABLE runs").Dispose());

    [Fact]
    public void A_file_that_is_no_database_is_refused_with_a_sentence()
    {
        File.WriteAllText(folder.Database, new string('x', 10_000));
        var error = Assert.Throws<SettingException>(() => folder.Open().Dispose());
        Assert.Contains("is damaged or is no database", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10, DatabaseTrouble.Unreachable)]
    [InlineData(11, DatabaseTrouble.Damaged)]
    [InlineData(13, DatabaseTrouble.Full)]
    [InlineData(5, DatabaseTrouble.Locked)]
    public async Task A_read_that_the_file_refuses_says_so_by_itself(int code, DatabaseTrouble trouble)
    {
        using var database = folder.Open();
        Assert.Equal(trouble, Assert.Throws<DatabaseUnavailableException>(() => database.Read<int>(_ => throw new SqliteException("", code))).Trouble);
        await Assert.ThrowsAsync<DatabaseUnavailableException>(() => database.Write(writer => writer.Read<int>(_ => throw new SqliteException("", code))));
    }

    [Fact]
    public void A_read_that_fails_by_itself_keeps_its_failure()
    {
        using var database = folder.Open();
        Assert.Throws<SqliteException>(() => database.Read(connection => connection.Execute("SELECT nonsense")));
        Assert.Throws<InvalidOperationException>(() => database.Read<int>(_ => throw new InvalidOperationException()));
    }

    [Fact]
    public void A_file_that_is_destroyed_while_it_is_used_is_damaged_to_those_who_read()
    {
        using var database = folder.Open();
        using (var file = File.OpenWrite(folder.Database))
            file.Write(new byte[64 * 1024]);
        using (var wal = File.OpenWrite(folder.Database + "-wal"))
            wal.SetLength(0);
        Assert.Equal(DatabaseTrouble.Damaged, Assert.Throws<DatabaseUnavailableException>(() => database.Read(connection => connection.Query("SELECT * FROM runs"))).Trouble);
    }

    [Fact]
    public void Times_and_ids_come_back_as_they_went_in()
    {
        using var database = folder.Open();
        var (id, at) = (Guid.CreateVersion7(), new DateTimeOffset(2030, 1, 31, 9, 0, 0, TimeSpan.FromHours(2)).AddTicks(1));
        var row = database.Read(connection => connection.QuerySingle<(string Text, string Time)>("SELECT @id, @at", new { id, at }));
        Assert.Equal((id.ToString(), "2030-01-31T07:00:00.0000001Z"), row);
        Assert.Equal(id, database.Read(connection => connection.ExecuteScalar<Guid>("SELECT @id", new { id })));
        Assert.Equal(at, database.Read(connection => connection.QuerySingle<DateTimeOffset>("SELECT @at", new { at })));
    }
}
