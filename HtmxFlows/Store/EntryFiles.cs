using System.Text.Json;
using Dapper;
using HtmxFlows.Data;
using HtmxFlows.Files;

namespace HtmxFlows.Store;

/// <summary>The files in stored values. An entry holds those that it held before or that the writing run holds; another id in its value is only text.</summary>
public static class EntryFiles
{
    /// <summary>Has an entry hold the files in its new value, and no others.</summary>
    /// <param name="run">The run that writes the value; null if a person does.</param>
    internal static void Hold(DatabaseWriter writer, string collection, string key, JsonElement value, Guid? run)
    {
        if (FileValue.MayBeIn(value))
            HoldThose(writer, collection, key, value, run);
        else
            writer.Execute("DELETE FROM store_files WHERE collection = $0 AND key = $1", collection, key);
    }

    static void HoldThose(DatabaseWriter writer, string collection, string key, JsonElement value, Guid? run)
    {
        string[] now = [.. FileValue.In(value).Select(file => DatabaseTypes.ToText(file.Id)).Distinct()];
        foreach (var gone in Held(writer, collection, key).Except(now))
            writer.Execute("DELETE FROM store_files WHERE collection = $0 AND key = $1 AND file_id = $2", collection, key, gone);
        if (run is not { } holder)
            return;
        foreach (var file in now)
        {
            writer.Execute(
                "INSERT INTO store_files (collection, key, file_id) SELECT $0, $1, file_id FROM run_files WHERE run_id = $2 AND file_id = $3 ON CONFLICT DO NOTHING",
                collection, key, DatabaseTypes.ToText(holder), file);
        }
    }

    /// <summary>Has a run receive the files of an entry.</summary>
    /// <param name="run">Null does nothing.</param>
    public static void Pass(DatabaseWriter writer, string collection, string key, Guid? run) =>
        Pass(writer, "key = $1", collection, key, run);

    /// <summary>Has a run receive the files of the entries whose keys begin so.</summary>
    /// <inheritdoc cref="Pass(DatabaseWriter, string, string, Guid?)" path="/param"/>
    public static void PassAll(DatabaseWriter writer, string collection, string prefix, Guid? run)
    {
        if (StoreEntries.EndOf(prefix) is { } end)
            Pass(writer, "key >= $1 AND key < $3", collection, prefix, run, end);
        else
            Pass(writer, "key >= $1", collection, prefix, run);
    }

    static void Pass(DatabaseWriter writer, string which, string collection, string key, Guid? run, params string[] end)
    {
        if (run is { } receiver)
            writer.Execute($"INSERT INTO run_files (run_id, file_id) SELECT DISTINCT $2, file_id FROM store_files WHERE collection = $0 AND {which} ON CONFLICT DO NOTHING", [collection, key, DatabaseTypes.ToText(receiver), .. end]);
    }

    static List<string> Held(DatabaseWriter writer, string collection, string key) => writer.Read(connection => connection.Query<string>(
        "SELECT file_id FROM store_files WHERE collection = @collection AND key = @key", new { collection, key }).AsList());
}
