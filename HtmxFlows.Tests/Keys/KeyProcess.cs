using HtmxFlows.Data;
using HtmxFlows.Keys;

namespace HtmxFlows.Tests.Keys;

/// <summary>The key ring and the sealed values of a folder, as one process opens them.</summary>
sealed class KeyProcess : IDisposable
{
    public KeyProcess(string folder, KeyOptions? options = null)
    {
        Database = new SqliteDatabase(Path.Combine(folder, "htmxflows.db"), "NORMAL");
        try
        {
            Ring = new(options ?? new(), folder);
            Values = new(Database, Ring);
        }
        catch
        {
            Database.Dispose();
            throw;
        }
    }

    public IDatabase Database { get; }

    public KeyRing Ring { get; }

    public SealedValues Values { get; }

    /// <summary>Seals and stores a text.</summary>
    public async Task<Guid> Put(string text, string kind = "test", int version = 1)
    {
        var sealedValue = Values.Seal(Guid.CreateVersion7(), kind, version, System.Text.Encoding.UTF8.GetBytes(text));
        await Database.Write(writer =>
        {
            SealedValues.Put(writer, sealedValue);
            return true;
        });
        return sealedValue.Id;
    }

    /// <summary>The text of a stored value.</summary>
    public string Open(Guid id) => System.Text.Encoding.UTF8.GetString(Values.Open(id)!);

    public SealedValue Stored(Guid id) => Database.Read(connection => SealedValues.Find(connection, id))!;

    public void Dispose() => Database.Dispose();
}
