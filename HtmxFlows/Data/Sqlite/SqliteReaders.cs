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
        return connection;
    }

    public override bool Return(SqliteConnection connection) => true;
}
