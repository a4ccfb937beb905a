using System.Data.Common;
using Dapper;
using HtmxFlows.Data;

namespace HtmxFlows.Tests.Data;

/// <summary>What the seam promises to stores, the journal and nodes.</summary>
public abstract class DatabaseContract(TestDatabase place) : StoreContract(place)
{
    const string Insert = "INSERT INTO store_entries (collection, key, value, updated_at) VALUES ('c', $0, '1', '')";

    [Fact]
    public async Task What_was_written_is_there_when_the_task_ends()
    {
        Assert.Equal(1, await Put("a"));
        Assert.Equal(["a"], Keys());
    }

    [Fact]
    public async Task Writes_that_wait_share_one_commit()
    {
        using var hold = new WriterHold(Database);
        List<long> before = [];
        Task[] writes = [.. Enumerable.Range(0, 20).Select(n => Database.Write(writer =>
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
        using var hold = new WriterHold(Database);
        var first = Put("first");
        var twice = Put("first");
        var broken = Database.Write<int>(writer =>
        {
            writer.Execute(Insert, "half");
            throw new InvalidOperationException("broken");
        });
        var last = Put("last");
        hold.Release();
        await Task.WhenAll(first, last).Soon();
        await Assert.ThrowsAnyAsync<DbException>(() => twice.Soon());
        Assert.Equal("broken", (await Assert.ThrowsAsync<InvalidOperationException>(() => broken.Soon())).Message);
        Assert.Equal(["first", "last"], Keys());
    }

    [Fact]
    public async Task Callers_are_notified_after_the_commit_and_in_its_order()
    {
        using var hold = new WriterHold(Database);
        List<string> notified = [];
        var writes = Enumerable.Range(0, 10).Select(n => Database.Write(writer => writer.Execute(Insert, $"{n}"), _ => notified.Add($"{n} {Visible()}"))).ToArray();
        hold.Release();
        await Task.WhenAll(writes).Soon();
        Assert.Equal(Enumerable.Range(0, 10).Select(n => $"{n} 10"), notified);
    }

    [Fact]
    public async Task Nobody_is_notified_of_a_write_that_failed()
    {
        var notified = false;
        await Assert.ThrowsAnyAsync<Exception>(() => Database.Write<int>(_ => throw new InvalidOperationException(), _ => notified = true)).Soon();
        Assert.False(notified);
    }

    [Fact]
    public async Task What_was_written_before_the_end_is_kept_and_what_comes_after_fails()
    {
        using var hold = new WriterHold(Database);
        var last = Put("last");
        hold.Release();
        var closed = Database;
        Reopen();
        await last.Soon();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => closed.Write(writer => writer.Execute(Insert, "late")).Soon());
        Assert.Equal(["last"], Keys());
    }

    [Fact]
    public void Times_and_ids_come_back_as_they_went_in()
    {
        var (id, at) = (Guid.CreateVersion7(), new DateTimeOffset(2030, 1, 31, 9, 0, 0, TimeSpan.FromHours(2)).AddTicks(1));
        var row = Database.Read(connection => connection.QuerySingle<(string Text, string Time)>("SELECT @id, @at", new { id, at }));
        Assert.Equal((id.ToString(), "2030-01-31T07:00:00.0000001Z"), row);
        Assert.Equal(id, Database.Read(connection => connection.ExecuteScalar<Guid>("SELECT @id", new { id })));
        Assert.Equal(at, Database.Read(connection => connection.QuerySingle<DateTimeOffset>("SELECT @at", new { at })));
    }

    [Fact]
    public async Task A_change_reads_what_it_has_written_and_others_do_not()
    {
        var (own, others) = await Database.Write(writer =>
        {
            writer.Execute(Insert, "a");
            return (writer.Read(connection => connection.ExecuteScalar<int>("SELECT count(*) FROM store_entries")), Visible());
        });
        Assert.Equal((1, 0), (own, others));
    }

    [Fact]
    public async Task A_row_that_refers_to_nothing_is_a_broken_reference()
    {
        const string Orphan = "INSERT INTO run_events (run_id, seq, event, data) VALUES ('none', 1, 'workflow-started', '{}')";
        await Assert.ThrowsAsync<BrokenReferenceException>(() => Database.Write(writer => writer.Execute(Orphan)));
        await Assert.ThrowsAsync<BrokenReferenceException>(() => Database.Write(writer => writer.Connection.Execute(Orphan)));
    }

    [Fact]
    public async Task A_failure_of_the_seam_keeps_its_meaning_on_its_way_out()
    {
        var failure = new DatabaseUnavailableException(DatabaseTrouble.Full, new IOException());
        Assert.Same(failure, Assert.Throws<DatabaseUnavailableException>(() => Database.Read<int>(_ => throw failure)));
        Assert.Same(failure, await Assert.ThrowsAsync<DatabaseUnavailableException>(() => Database.Write<int>(_ => throw failure)));
    }

    [Fact]
    public async Task A_prepared_statement_takes_other_values_each_time_and_null()
    {
        const string Named = "INSERT INTO server_state (name, value) VALUES ($0, coalesce($1, 'nothing'))";
        await Database.Write(writer => writer.Execute(Named, "a", "x") + writer.Execute(Named, "b", null));
        Assert.Equal(["x", "nothing"], Database.Read(connection => connection.Query<string>("SELECT value FROM server_state ORDER BY name").ToArray()));
    }

    [Theory]
    [InlineData("[]", "")]
    [InlineData("""["a", "c'\"", "d"]""", "a c'\"")]
    public async Task The_texts_of_a_list_are_found_by_the_dialect(string list, string found)
    {
        foreach (var key in new[] { "a", "b", "c'\"" })
            await Put(key);
        var query = $"SELECT key FROM store_entries WHERE key IN ({Database.Dialect.TextsIn("@list")}) ORDER BY key";
        Assert.Equal(found, string.Join(' ', Database.Read(connection => connection.Query<string>(query, new { list }))));
    }

    [Theory]
    [InlineData("runs", true)]
    [InlineData("nothing", false)]
    public void The_dialect_tells_whether_a_table_exists(string table, bool exists) =>
        Assert.Equal(exists, Database.Read(connection => connection.ExecuteScalar<bool>(Database.Dialect.TableExists, new { table })));

    [Fact]
    public async Task Space_is_given_back_until_nothing_is_left_to_give()
    {
        await Put(new string('x', 1_000_000));
        await Database.Write(writer => writer.Execute("DELETE FROM store_entries"));

        while (await Database.ReleaseSpace()) { }

        Assert.False(await Database.ReleaseSpace());
    }

    Task<int> Put(string key) => Database.Write(writer => writer.Execute(Insert, key));

    long Visible() => Database.Read(connection => connection.ExecuteScalar<long>("SELECT count(*) FROM store_entries"));

    IEnumerable<string> Keys() => Database.Read(connection => connection.Query<string>("SELECT key FROM store_entries ORDER BY key"));
}
