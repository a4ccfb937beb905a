using System.Data.Common;

namespace HtmxFlows.Data;

/// <summary>Writes within the transaction of one change (see <see cref="IDatabase.Write"/>).</summary>
public abstract class DatabaseWriter
{
    /// <summary>The connection of the transaction. Its failures become those of <see cref="IDatabase.Write"/> when they leave the change.</summary>
    public abstract DbConnection Connection { get; }

    /// <summary>Executes a statement that is prepared once for the writer's life. Values bind to <c>$0</c>, <c>$1</c> …</summary>
    /// <returns>The number of changed rows.</returns>
    /// <exception cref="BrokenReferenceException">A foreign key leads nowhere.</exception>
    /// <exception cref="DatabaseUnavailableException">The database cannot be written.</exception>
    public abstract int Execute(string sql, params ReadOnlySpan<object?> values);

    /// <summary>Reads what has been committed, and what the transaction has changed.</summary>
    /// <inheritdoc cref="IDatabase.Read" path="/exception"/>
    public abstract T Read<T>(Func<DbConnection, T> read);
}
