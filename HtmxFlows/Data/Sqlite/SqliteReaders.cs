using Microsoft.Data.Sqlite;
using Microsoft.Extensions.ObjectPool;

namespace HtmxFlows.Data;

/// <summary>
/// Opens the connections that read, which stay open for the next reader. The provider's own pool takes locks and sets up a connection for each of its
/// users, which costs as much as a short read.
/// </summary>
sealed class SqliteReaders(string connectionString) : PooledObjectPolicy<SqliteConnection>
{
    /// <summary>How many connections stay open while nobody reads. More readers at once open and close their own.</summary>
    const int MostIdle = 16;

    public static ObjectPool<SqliteConnection> Pool(SqliteConnectionStringBuilder file) => new DefaultObjectPoolProvider { MaximumRetained = MostIdle }
        .Create(new SqliteReaders(new SqliteConnectionStringBuilder(file.ToString()) { Pooling = false, ForeignKeys = null }.ToString()));

    public override SqliteConnection Create()
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        connection.Handle!.enable_sqlite3_next_stmt(true);
        return connection;
    }

    /// <summary>A statement that was left open would keep later readers at what it saw: such a connection does not come back.</summary>
    public override bool Return(SqliteConnection connection) => SQLitePCL.raw.sqlite3_next_stmt(connection.Handle, null) is null;
}
