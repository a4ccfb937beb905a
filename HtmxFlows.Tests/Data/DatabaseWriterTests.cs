using Dapper;
using HtmxFlows.Data;
using Microsoft.Data.Sqlite;

namespace HtmxFlows.Tests.Data;

public sealed class DatabaseWriterTests : IDisposable
{
    const string Insert = "INSERT INTO store_entries (collection, key, value, updated_at) VALUES ('c', $0, '1', '')";

    readonly TemporaryFolder folder = new();
    readonly Database database;

    public DatabaseWriterTests() => database = folder.Open();

    public void Dispose()
    {
        database.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task What_was_written_is_there_when_the_task_ends()
    {
        Assert.Equal(1, await Put("a"));
        Assert.Equal(["a"], Keys());
    }

    [Fact]
    public async Task Writes_that_wait_share_one_commit()
    {
        using var hold = new WriterHold(database);
        List<long> before = [];
        Task[] writes = [.. Enumerable.Range(0, 20).Select(n => database.Writer.Write(writer =>
        {
            before.Add(Visible());
            return writer.Execute(Insert, $"{n}");
        }))];
        hold.Release();
        await Task.WhenAll(writes).Soon();
        // While each of them ran, none of the others could be seen from outside.
        Assert.All(before, seen => Assert.Equal(0, seen));
        Assert.Equal(20, Visible());
    }

    [Fact]
    public async Task A_write_that_fails_does_no_harm_to_its_group()
    {
        using var hold = new WriterHold(database);
        var first = Put("first");
        var twice = Put("first");
        var broken = database.Writer.Write<int>(writer =>
        {
            writer.Execute(Insert, "half");
            throw new InvalidOperationException("broken");
        });
        var last = Put("last");
        hold.Release();
        await Task.WhenAll(first, last).Soon();
        await Assert.ThrowsAsync<SqliteException>(() => twice.Soon());
        Assert.Equal("broken", (await Assert.ThrowsAsync<InvalidOperationException>(() => broken.Soon())).Message);
        Assert.Equal(["first", "last"], Keys());
    }

    [Fact]
    public async Task Whoever_waits_is_told_after_the_commit_and_in_its_order()
    {
        using var hold = new WriterHold(database);
        List<string> told = [];
        var writes = Enumerable.Range(0, 10).Select(n => database.Writer.Write(writer => writer.Execute(Insert, $"{n}"), _ => told.Add($"{n} {Visible()}"))).ToArray();
        hold.Release();
        await Task.WhenAll(writes).Soon();
        Assert.Equal(Enumerable.Range(0, 10).Select(n => $"{n} 10"), told);
    }

    [Fact]
    public async Task Nobody_is_told_of_a_write_that_failed()
    {
        var told = false;
        await Assert.ThrowsAnyAsync<Exception>(() => database.Writer.Write<int>(_ => throw new InvalidOperationException(), _ => told = true)).Soon();
        Assert.False(told);
    }

    [Fact]
    public async Task A_write_that_ended_its_own_transaction_does_not_stop_the_writer()
    {
        // As SQLite does by itself when the disk is full.
        await Assert.ThrowsAnyAsync<Exception>(() => database.Writer.Write<int>(writer =>
        {
            writer.Connection.Execute("ROLLBACK");
            throw new InvalidOperationException();
        })).Soon();
        await Put("after").Soon();
        Assert.Equal(["after"], Keys());
    }

    [Fact]
    public async Task What_was_written_before_the_end_is_kept_and_what_comes_after_fails()
    {
        using var hold = new WriterHold(database);
        var last = Put("last");
        hold.Release();
        database.Dispose();
        await last.Soon();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Put("late").Soon());
        using var again = folder.Open();
        using var connection = again.Open();
        Assert.Equal(["last"], connection.Query<string>("SELECT key FROM store_entries"));
    }

    Task<int> Put(string key) => database.Writer.Write(writer => writer.Execute(Insert, key));

    long Visible()
    {
        using var connection = database.Open();
        return connection.ExecuteScalar<long>("SELECT count(*) FROM store_entries");
    }

    IEnumerable<string> Keys()
    {
        using var connection = database.Open();
        return connection.Query<string>("SELECT key FROM store_entries ORDER BY key");
    }
}
