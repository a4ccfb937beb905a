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
            await database.Writer.Write(writer => writer.Execute("INSERT INTO schema_version (version) VALUES (2)"));
        var error = Assert.Throws<SettingException>(() => folder.Open().Dispose());
        Assert.StartsWith("The database has schema version 2, and this program knows version 1.", error.Message, StringComparison.Ordinal);
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
