using Dapper;
using HtmxFlows.Data;
using Microsoft.Data.Sqlite;

namespace HtmxFlows.Tests.Data;

public sealed class SqliteConversionTests : IDisposable
{
    const long Megabyte = 1 << 20;

    readonly TemporaryFolder folder = new();
    readonly Log<SqliteDatabase> log = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_new_file_needs_no_conversion()
    {
        using (Open()) { }
        Assert.Equal(2, OldFile.AutoVacuum(folder.Database));
        Assert.Empty(log.Lines);
    }

    [Fact]
    public void An_old_file_is_converted_once_and_keeps_its_rows()
    {
        OldFile.Make(folder.Database);
        using (Open()) { }
        using (Open()) { }
        Assert.Equal((2, 100), (OldFile.AutoVacuum(folder.Database), OldFile.Runs(folder.Database)));
        Assert.StartsWith("The database file was converted in ", Assert.Single(log.Lines), StringComparison.Ordinal);
        Assert.Equal(0, OldFile.Read(folder.Database, "SELECT count(*) FROM server_state"));
    }

    [Fact]
    public async Task A_file_that_cannot_be_converted_is_reported_and_used_as_it_is()
    {
        OldFile.Make(folder.Database);
        using var other = new SqliteConnection($"Data Source={folder.Database};Pooling=False");
        other.Open();
        other.Execute("BEGIN IMMEDIATE");
        using var database = Open();
        other.Execute("COMMIT");

        Assert.Contains("It is unchanged and usable.", Assert.Single(log.Lines), StringComparison.Ordinal);
        Assert.Equal((0, 100), (OldFile.AutoVacuum(folder.Database), OldFile.Runs(folder.Database)));
        Assert.Equal(100, await database.Write(writer => writer.Execute("DELETE FROM runs")));
        Assert.False(await database.ReleaseSpace());
    }

    [Fact]
    public void The_starts_that_try_it_are_bounded()
    {
        OldFile.Make(folder.Database);
        using (var connection = new SqliteConnection($"Data Source={folder.Database};Pooling=False"))
            connection.Execute("INSERT INTO server_state (name, value) VALUES ('vacuum-attempts', @most)", new { most = $"{SqliteConversion.MostAttempts}" });
        using (Open()) { }
        Assert.Contains("3 attempts to convert it did not succeed. To convert it yourself, stop the server", Assert.Single(log.Lines), StringComparison.Ordinal);
        Assert.Equal(0, OldFile.AutoVacuum(folder.Database));
    }

    [Theory]
    [InlineData(512, 2000, null)]
    [InlineData(513, 2000, "Converting its 513 MiB would delay the start. To convert it yourself, stop the server and run: sqlite3 x.db \"PRAGMA auto_vacuum = 2; VACUUM\"")]
    [InlineData(100, 216, null)]
    [InlineData(100, 215, "Converting it needs 216 MiB on its disk, and 215 MiB are free. Free space, and restart the server.")]
    public void A_file_is_not_converted_if_it_is_large_or_its_disk_is_nearly_full(long size, long free, string? obstacle) =>
        Assert.Equal(obstacle, SqliteConversion.FindObstacle("x.db", size * Megabyte, free * Megabyte, 0));

    [Fact, Slow]
    public async Task A_process_that_is_killed_during_the_conversion_leaves_a_usable_file_and_the_next_one_converts_it()
    {
        OldFile.Make(folder.Database, 20_000);
        await using (var killed = AppProcess.Launch(folder.Path))
        {
            await Eventually.Equal(1, () => Task.FromResult(OldFile.Read(folder.Database, "SELECT count(*) FROM server_state WHERE name = 'vacuum-attempts'")));
            await killed.Kill();
        }
        Assert.Equal((0, 20_000), (OldFile.AutoVacuum(folder.Database), OldFile.Runs(folder.Database)));

        await using var next = AppProcess.Launch(folder.Path);
        await next.Ready.Soon();
        Assert.Equal((2, 20_000), (OldFile.AutoVacuum(folder.Database), OldFile.Runs(folder.Database)));
    }

    SqliteDatabase Open() => new(folder.Database, "NORMAL", patience: 1, log);
}
