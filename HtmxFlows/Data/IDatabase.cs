using System.Data.Common;

namespace HtmxFlows.Data;

/// <summary>
/// The database, as stores, the journal and nodes know it. Reads have connections of their own; every change goes through one writer, whose
/// commits are shared.
/// </summary>
public interface IDatabase : IDisposable
{
    /// <summary>The SQL that differs between databases.</summary>
    Dialect Dialect { get; }

    /// <summary>Reads what has been committed.</summary>
    /// <param name="read">Reads everything that it returns: the connection is closed afterwards.</param>
    /// <exception cref="DatabaseUnavailableException">The database cannot be read.</exception>
    T Read<T>(Func<DbConnection, T> read);

    /// <summary>Runs a change in a transaction that it may share with others. The task ends when it is durable.</summary>
    /// <param name="change">
    /// Changes the database through its argument and nothing else: when another change of its group fails, it is rolled back and called again.
    /// </param>
    /// <param name="committed">Called on the writer's thread, in the order of the commits, before the task ends. Must be quick and must not throw.</param>
    /// <exception cref="DatabaseUnavailableException">The database cannot be written; nothing was changed.</exception>
    /// <exception cref="Exception">What <paramref name="change"/> threw, or the failure of the commit; nothing was changed.</exception>
    Task<T> Write<T>(Func<DatabaseWriter, T> change, Action<T>? committed = null);

    /// <summary>Gives a small part of the space that deleted rows have left back to the file system. It does nothing while other changes wait.</summary>
    /// <returns>Whether there may be more.</returns>
    /// <exception cref="DatabaseUnavailableException">The database cannot be written; nothing was changed.</exception>
    Task<bool> ReleaseSpace();
}
