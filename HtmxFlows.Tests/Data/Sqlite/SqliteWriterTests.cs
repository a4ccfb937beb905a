using Dapper;
using HtmxFlows.Data;
using Microsoft.Data.Sqlite;

namespace HtmxFlows.Tests.Data;

public sealed class SqliteWriterTests : IDisposable
{
    const string Insert = "INSERT INTO store_entries (collection, key, value, updated_at) VALUES ('c', $0, '1', '')";

    readonly TemporaryFolder folder = new();
    readonly SqliteDatabase database;

    public SqliteWriterTests() => database = new(folder.Database, "NORMAL");

    public void Dispose()
    {
        database.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_write_that_ended_its_own_transaction_does_not_stop_the_writer()
    {
        // As SQLite does when the disk is full.
        await Assert.ThrowsAnyAsync<Exception>(() => database.Write<int>(writer =>
        {
            writer.Connection.Execute("ROLLBACK");
            throw new InvalidOperationException();
        })).Soon();
        await Put("after").Soon();
        Assert.Equal(["after"], Keys());
    }

    [Fact]
    public async Task A_full_disk_is_a_failure_of_its_own_and_writing_resumes_when_there_is_space()
    {
        await database.Write(writer => writer.Connection.Execute("PRAGMA max_page_count = 1"));
        var error = await Assert.ThrowsAsync<DatabaseUnavailableException>(() => Put(new string('x', 100_000)).Soon());
        Assert.Equal(DatabaseTrouble.Full, error.Trouble);
        await database.Write(writer => writer.Connection.Execute("PRAGMA max_page_count = 1000000"));
        await Put("after").Soon();
        Assert.Equal(["after"], Keys());
    }

    [Fact]
    public async Task A_file_that_another_program_keeps_locked_is_a_failure_of_its_own()
    {
        using var hasty = new SqliteDatabase(folder.Database, "NORMAL", patience: 1);
        using var other = new SqliteConnection($"Data Source={folder.Database};Pooling=False");
        other.Open();
        other.Execute("BEGIN IMMEDIATE");
        var error = await Assert.ThrowsAsync<DatabaseUnavailableException>(() => hasty.Write(writer => writer.Execute(Insert, "late")).Soon());
        Assert.Equal(DatabaseTrouble.Locked, error.Trouble);
        other.Execute("ROLLBACK");
        await hasty.Write(writer => writer.Execute(Insert, "after")).Soon();
        Assert.Equal(["after"], Keys());
    }

    [Fact]
    public async Task The_log_that_grew_under_a_long_reader_is_cut_when_the_reader_is_done()
    {
        var wal = new FileInfo(folder.Database + "-wal");
        var text = new string('x', 1 << 20);
        using (var reader = new SqliteConnection($"Data Source={folder.Database};Pooling=False"))
        {
            reader.Open();
            reader.Execute("BEGIN; SELECT count(*) FROM store_entries");
            for (var i = 0; i < 40; i++)
                await Put($"{text}{i}").Soon();
            wal.Refresh();
            Assert.True(wal.Length > 30 << 20);
            reader.Execute("COMMIT");
        }
        await Put("checkpoint").Soon();
        await Put("restart").Soon();
        wal.Refresh();
        Assert.InRange(wal.Length, 0, 17 << 20);
    }

    [Fact]
    public async Task A_reader_that_leaves_a_statement_open_keeps_no_later_reader_at_what_it_saw()
    {
        await Put("before").Soon();
        await Put("too").Soon();
        var left = database.Read(connection =>
        {
            var reader = connection.ExecuteReader("SELECT key FROM store_entries");
            Assert.True(reader.Read());
            return reader;
        });

        await Put("after").Soon();

        Assert.Equal(["after", "before", "too"], Keys());
        left.Dispose();
    }

    Task<int> Put(string key) => database.Write(writer => writer.Execute(Insert, key));

    long Visible() => database.Read(connection => connection.ExecuteScalar<long>("SELECT count(*) FROM store_entries"));

    IEnumerable<string> Keys() => database.Read(connection => connection.Query<string>("SELECT key FROM store_entries ORDER BY key"));
}
