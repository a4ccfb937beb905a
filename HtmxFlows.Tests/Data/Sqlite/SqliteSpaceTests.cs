using Dapper;
using HtmxFlows.Data;

namespace HtmxFlows.Tests.Data;

public sealed class SqliteSpaceTests : IDisposable
{
    readonly TemporaryFolder folder = new();
    readonly IDatabase database;

    public SqliteSpaceTests() => database = folder.Open();

    public void Dispose()
    {
        database.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task The_file_shrinks_by_the_pages_of_deleted_rows()
    {
        await Fill(2000);
        database.Read(connection => connection.Execute("PRAGMA wal_checkpoint(TRUNCATE)"));
        var before = Length;
        await database.Write(writer => writer.Execute("DELETE FROM store_entries WHERE key > '0100'"));

        while (await database.ReleaseSpace()) { }

        Assert.Equal(0, Free());
        Assert.InRange(Length, 1, before / 5);
        Assert.Equal("ok", database.Read(connection => connection.QuerySingle<string>("PRAGMA integrity_check")));
        Assert.Equal(100, database.Read(connection => connection.QuerySingle<int>("SELECT count(*) FROM store_entries")));
    }

    [Fact]
    public async Task Many_pages_are_given_back_in_portions()
    {
        await Fill(20_000);
        await database.Write(writer => writer.Execute("DELETE FROM store_entries"));
        var free = Free();

        Assert.True(await database.ReleaseSpace());

        Assert.InRange(Free(), 1, free - 1);
    }

    [Fact]
    public async Task Nothing_is_given_back_while_other_changes_wait()
    {
        await Fill(500);
        await database.Write(writer => writer.Execute("DELETE FROM store_entries"));
        var free = Free();
        using var hold = new WriterHold(database);
        var released = database.ReleaseSpace();
        var other = database.Write(writer => writer.Execute("DELETE FROM server_state"));
        hold.Release();

        Assert.True(await released.Soon());
        await other.Soon();
        Assert.Equal(free, Free());
    }

    [Fact]
    public async Task A_file_without_free_pages_has_nothing_to_give_back() => Assert.False(await database.ReleaseSpace());

    Task<int> Fill(int entries) => database.Write(writer => writer.Connection.Execute(
        """
        WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < @entries)
        INSERT INTO store_entries (collection, key, value, updated_at) SELECT 'c', printf('%04d', i), printf('%04000d', i), '' FROM c
        """, new { entries }));

    long Free() => database.Read(connection => connection.QuerySingle<long>("PRAGMA freelist_count"));

    long Length => new FileInfo(folder.Database).Length;
}
