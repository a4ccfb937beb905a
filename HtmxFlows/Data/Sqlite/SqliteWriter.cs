using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace HtmxFlows.Data;

/// <summary>
/// The one connection that writes, on a thread of its own, because SQLite's asynchronous calls are synchronous. Writes that wait
/// while a commit is under way share the next one (group commit), so that many small writes cost few flushes of the disk.
/// </summary>
sealed class SqliteWriter : DatabaseWriter, IDisposable
{
    const int LargestGroup = 1024;

    // One that blocks: a channel would have this thread woken by the thread pool, which may be busy with those who wait for the writer.
    readonly BlockingCollection<IWrite> queue = [];
    readonly List<IWrite> group = [];
    readonly Dictionary<string, SqliteCommand> prepared = [];
    readonly Thread thread;

    public SqliteWriter(SqliteConnection connection)
    {
        Connection = connection;
        thread = new Thread(Loop) { Name = "database writer", IsBackground = true };
        thread.Start();
    }

    public override SqliteConnection Connection { get; }

    /// <summary>Whether the change that asks is the only one that waits for a commit.</summary>
    public bool IsAlone => group.Count == 1 && queue.Count == 0;

    /// <inheritdoc cref="IDatabase.Write"/>
    public Task<T> Write<T>(Func<DatabaseWriter, T> change, Action<T>? committed = null)
    {
        var write = new PendingWrite<T>(change, committed);
        try
        {
            queue.Add(write);
        }
        catch (InvalidOperationException)
        {
            write.Fail(new ObjectDisposedException(nameof(SqliteDatabase)));
        }
        return write.Task;
    }

    public override int Execute(string sql, params ReadOnlySpan<object?> values)
    {
        if (!prepared.TryGetValue(sql, out var command))
            prepared[sql] = command = Prepare(sql, values.Length);
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        try
        {
            return command.ExecuteNonQuery();
        }
        catch (SqliteException error) when (SqliteFailure.Of(error) is { } known)
        {
            throw known;
        }
    }

    public override T Read<T>(Func<DbConnection, T> read)
    {
        try
        {
            return read(Connection);
        }
        catch (SqliteException error) when (SqliteFailure.Of(error) is { } known)
        {
            throw known;
        }
    }

    SqliteCommand Prepare(string sql, int count)
    {
#pragma warning disable CA2100 // The text is one of the product's own constants, as everywhere that this method is called.
        var command = new SqliteCommand(sql, Connection);
#pragma warning restore CA2100
        for (var i = 0; i < count; i++)
            command.Parameters.Add(new SqliteParameter($"${i}", null));
        return command;
    }

    void Loop()
    {
        foreach (var first in queue.GetConsumingEnumerable())
        {
            group.Add(first);
            while (group.Count < LargestGroup && queue.TryTake(out var write))
                group.Add(write);
            Commit(group);
            group.Clear();
        }
    }

    void Commit(List<IWrite> writes)
    {
        if (Begin() is { } locked)
        {
            // One by one, each of the group would wait as long again.
            writes.ForEach(write => write.Fail(locked));
            return;
        }
        try
        {
            foreach (var write in writes)
                write.Apply(this);
            Execute("COMMIT");
        }
        catch (Exception error)
        {
            RollBack();
            if (writes is [var only])
                only.Fail(error);
            else
                writes.ForEach(write => Commit([write]));
            return;
        }
        foreach (var write in writes)
            write.Succeed();
    }

    Exception? Begin()
    {
        try
        {
            Execute("BEGIN IMMEDIATE");
            return null;
        }
        catch (Exception error)
        {
            return error;
        }
    }

    /// <summary>Moves what the write-ahead log holds into the file, as far as no reader needs it. Only between transactions, on the writer's thread.</summary>
    public void Checkpoint()
    {
        try
        {
            Execute("PRAGMA wal_checkpoint(PASSIVE)");
        }
        catch (Exception)
        {
            // The commits are durable without it, and SQLite tries again.
        }
    }

    void RollBack()
    {
        // After some errors, such as a full disk, SQLite has already rolled back.
        if (SQLitePCL.raw.sqlite3_get_autocommit(Connection.Handle) == 0)
            Execute("ROLLBACK");
    }

    public void Dispose()
    {
        queue.CompleteAdding();
        thread.Join();
        foreach (var command in prepared.Values)
            command.Dispose();
        Connection.Dispose();
    }

    interface IWrite
    {
        void Apply(SqliteWriter writer);

        void Succeed();

        void Fail(Exception error);
    }

    sealed class PendingWrite<T>(Func<DatabaseWriter, T> change, Action<T>? committed)
        : TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously), IWrite
    {
        T? result;

        public void Apply(SqliteWriter writer) => result = change(writer);

        public void Succeed()
        {
            committed?.Invoke(result!);
            SetResult(result!);
        }

        public void Fail(Exception error) => SetException(SqliteFailure.Of(error) ?? error);
    }
}
