using System.Data.Common;
using Dapper;
using HtmxFlows.Data;

namespace HtmxFlows.Keys;

/// <summary>
/// The secrets that the database holds, each sealed. What a secret belongs to refers to it by its id. All of them are in one table, so that a new server
/// key reaches them all in one commit.
/// </summary>
public sealed class SealedValues
{
    const string Columns = "SELECT id, kind, version, algorithm, key_id, wrapped_key, content FROM sealed_values";

    readonly IDatabase database;
    readonly KeyRing keys;

    /// <exception cref="SettingException">A value needs a key that this server does not have. Nothing was changed, and no key was made.</exception>
    public SealedValues(IDatabase database, KeyRing keys)
    {
        (this.database, this.keys) = (database, keys);
        var missing = database.Read(connection => connection.Query<string>("SELECT DISTINCT key_id FROM sealed_values ORDER BY key_id")).Except(keys.Ids).ToArray();
        if (missing.Length > 0)
            throw new SettingException($"The database holds credentials that need the server key {string.Join(" and ", missing)}, and {keys.Place} {(keys.Ids is { Count: > 0 } held ? $"holds {string.Join(" and ", held)}" : "does not exist")}. Put the right key there; nothing was changed.");
    }

    /// <summary>Seals a value. It is stored by <see cref="Put"/>, in the commit of what it belongs to.</summary>
    /// <param name="kind">What it is, in a word.</param>
    /// <param name="version">Counts its changes, from 1.</param>
    /// <exception cref="SettingException">The first key is made now, and it cannot be written.</exception>
    public SealedValue Seal(Guid id, string kind, int version, ReadOnlySpan<byte> value) => SealedValue.Seal(keys.Current, id, kind, version, value);

    /// <summary>Stores a value, in the place of an earlier version.</summary>
    public static void Put(DatabaseWriter writer, SealedValue value) => writer.Connection.Execute(
        """
        INSERT INTO sealed_values (id, kind, version, algorithm, key_id, wrapped_key, content) VALUES (@Id, @Kind, @Version, @Algorithm, @KeyId, @WrappedKey, @Content)
        ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, version = excluded.version, algorithm = excluded.algorithm, key_id = excluded.key_id, wrapped_key = excluded.wrapped_key, content = excluded.content
        """,
        value);

    public static void Remove(DatabaseWriter writer, Guid id) => writer.Connection.Execute("DELETE FROM sealed_values WHERE id = @id", new { id });

    /// <summary>The stored value of an id; null if there is none.</summary>
    public static SealedValue? Find(DbConnection connection, Guid id) => connection.QuerySingleOrDefault<SealedValue>($"{Columns} WHERE id = @id", new { id });

    /// <exception cref="SealedValueException">It was changed, or its key is not here.</exception>
    public byte[] Open(SealedValue value) => value.Open(keys);

    /// <summary>Reads and opens a value; null if there is none.</summary>
    /// <inheritdoc cref="Open(SealedValue)" path="/exception"/>
    public byte[]? Open(Guid id) => database.Read(connection => Find(connection, id)) is { } value ? Open(value) : null;

    /// <summary>Seals the keys of all values with the current server key.</summary>
    /// <returns>How many values there are.</returns>
    /// <inheritdoc cref="Open(SealedValue)" path="/exception"/>
    public int Rewrap(DatabaseWriter writer)
    {
        var all = writer.Connection.Query<SealedValue>($"{Columns} ORDER BY id").AsList();
        foreach (var value in all.Where(value => value.KeyId != keys.Current.Id))
            writer.Connection.Execute("UPDATE sealed_values SET key_id = @KeyId, wrapped_key = @WrappedKey WHERE id = @Id", value.Rewrap(keys, keys.Current));
        return all.Count;
    }
}
