using System.Security.Cryptography;
using Dapper;

namespace HtmxFlows.Data;

/// <summary>A key with which the app signs addresses that it gives to people. It is in the database, made when it is first needed.</summary>
/// <param name="name">Its name among the keys of the database.</param>
public sealed class SigningKey(IDatabase database, string name)
{
    readonly Lazy<byte[]> value = new(() => Load(database, name));

    /// <summary>32 random bytes. Not for the writer's own thread, which would wait for itself.</summary>
    public byte[] Value => value.Value;

    static byte[] Load(IDatabase database, string name)
    {
        if (Read(database, name) is { } known)
            return known;
        database.Write(writer => writer.Execute("INSERT INTO signing_keys (name, value) VALUES ($0, $1) ON CONFLICT (name) DO NOTHING",
            name, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)))).GetAwaiter().GetResult();
        return Read(database, name)!;
    }

    static byte[]? Read(IDatabase database, string name) =>
        database.Read(connection => connection.QuerySingleOrDefault<string>("SELECT value FROM signing_keys WHERE name = @name", new { name })) is { } value ? Convert.FromHexString(value) : null;
}
