using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace HtmxFlows.Data;

/// <summary>
/// The one connection that writes, on a thread of its own, because SQLite's asynchronous calls are synchronous. Writes that wait
/// while a commit is under way share the next one (group commit), so that many small writes cost few flushes of the disk.
/// </summary>
public sealed class DatabaseWriter : IDisposable
{
    const int LargestGroup = 1024;

    // One that blocks: a channel would have this thread woken by the thread pool, which may be busy with those who wait for the writer.
    readonly BlockingCollection<IWrite> queue = [];
    readonly Dictionary<string, SqliteCommand> prepared = [];
    readonly Thread thread;

    internal DatabaseWriter(SqliteConnection connection)
    {
        Connection = connection;
        thread = new Thread(Loop) { Name = "database writer", IsBackground = true };
        thread.Start();
    }

    /// <summary>The connection, for use inside a write.</summary>
    public SqliteConnection Connection { get; }

    /// <summary>Runs a change in a transaction that it may share with others; the task ends when it is durable.</summary>
    /// <param name="change">
    /// Changes the database through this writer and nothing else: when another change of its group fails, it is rolled back and called again.
    /// </param>
    /// <param name="committed">Called on the writer's thread, in the order of the commits, before the task ends. Must be quick and must not throw.</param>
    /// <exception cref="DatabaseUnavailableException">The database cannot be written; nothing was changed.</exception>
    /// <exception cref="Exception">What <paramref name="change"/> threw, or the failure of the commit; nothing was changed.</exception>
    public Task<T> Write<T>(Func<DatabaseWriter, T> change, Action<T>? committed = null)
    {
        var write = new PendingWrite<T>(change, committed);
        try
        {
            queue.Add(write);
        }
        catch (InvalidOperationException)
        {
            write.Fail(new ObjectDisposedException(nameof(DatabaseWriter)));
        }
        return write.Task;
    }

    /// <summary>Executes a statement that is prepared once for the writer's life; values bind to <c>$0</c>, <c>$1</c> …</summary>
    /// <exception cref="BrokenReferenceException">A foreign key leads nowhere.</exception>
    public int Execute(string sql, params ReadOnlySpan<object?> values)
    {
        const int ForeignKeyFailed = 787;
        if (!prepared.TryGetValue(sql, out var command))
            prepared[sql] = command = Prepare(sql, values.Length);
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        try
        {
            return command.ExecuteNonQuery();
        }
        catch (SqliteException error) when (error.SqliteExtendedErrorCode == ForeignKeyFailed)
        {
            throw new BrokenReferenceException(error);
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
        var group = new List<IWrite>();
        foreach (var first in queue.GetConsumingEnumerable())
        {
            group.Add(first);
            while (group.Count < LargestGroup && queue.TryTake(out var write))
                group.Add(write);
            Commit(group);
            group.Clear();
        }
    }

    void Commit(List<IWrite> group)
    {
        if (Begin() is { } locked)
        {
            // One by one, each of the group would wait as long again.
            group.ForEach(write => write.Fail(locked));
            return;
        }
        try
        {
            foreach (var write in group)
                write.Apply(this);
            Execute("COMMIT");
        }
        catch (Exception error)
        {
            RollBack();
            if (group is [var only])
                only.Fail(error);
            else
                group.ForEach(write => Commit([write]));
            return;
        }
        foreach (var write in group)
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

    void RollBack()
    {
        // SQLite has rolled back by itself after some errors (a full disk, for one), and then there is nothing to roll back.
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
        void Apply(DatabaseWriter writer);

        void Succeed();

        void Fail(Exception error);
    }

    sealed class PendingWrite<T>(Func<DatabaseWriter, T> change, Action<T>? committed)
        : TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously), IWrite
    {
        T? result;

        public void Apply(DatabaseWriter writer) => result = change(writer);

        public void Succeed()
        {
            committed?.Invoke(result!);
            SetResult(result!);
        }

        public void Fail(Exception error) => SetException(DatabaseUnavailableException.Of(error) ?? error);
    }
}
