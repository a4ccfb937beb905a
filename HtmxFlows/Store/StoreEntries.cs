using System.Data.Common;
using System.Text;
using System.Text.Json;
using Dapper;
using HtmxFlows.Accounts;
using HtmxFlows.Data;
using HtmxFlows.Inputs;

namespace HtmxFlows.Store;

/// <summary>
/// What is kept in named collections, by store nodes and by people. A node changes it within the commit of its run, by the methods
/// that take the writer; a person by those that do not.
/// </summary>
public sealed class StoreEntries(IDatabase database, TimeProvider time)
{
    /// <summary>The longest names, in characters: an address has to hold both.</summary>
    public const int LongestCollection = 200, LongestKey = 500;

    const int Excerpt = 200;

    /// <summary>Why there can be no such entry, with the field that is to blame; null if there can.</summary>
    public static FieldProblem? FindProblem(string collection, string key) =>
        FindProblem("collection", "collection", collection, LongestCollection) ?? FindProblem("key", "key", key, LongestKey);

    static FieldProblem? FindProblem(string field, string noun, string name, int longest) =>
        string.IsNullOrWhiteSpace(name) ? new(field, $"The {noun} is empty. Enter a name.")
        : name.Length > longest ? new(field, $"The {noun} has {name.Length:N0} characters; the limit is {longest}. Use a shorter one.")
        : null;

    public static JsonElement? Get(DbConnection connection, string collection, string key) =>
        connection.ExecuteScalar<string>("SELECT value FROM store_entries WHERE collection = @collection AND key = @key", new { collection, key }) is { } json
            ? Json.Parse(json)
            : null;

    /// <summary>Puts a value in the place of whatever is there.</summary>
    /// <param name="run">The run that puts it; null if none does. The entry holds the files in the value that the run holds.</param>
    public static void Put(DatabaseWriter writer, string collection, string key, JsonElement value, Actor actor, DateTimeOffset now, Guid? run = null)
    {
        writer.Execute(
            """
            INSERT INTO store_entries (collection, key, value, updated_at) VALUES ($0, $1, $2, $3)
            ON CONFLICT (collection, key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at
            """,
            collection, key, value.GetRawText(), DatabaseTypes.ToText(now));
        EntryFiles.Hold(writer, collection, key, value, run);
    }

    /// <summary>Puts a value where nothing is.</summary>
    /// <returns>Whether nothing was there.</returns>
    /// <inheritdoc cref="Put" path="/param"/>
    public static bool Add(DatabaseWriter writer, string collection, string key, JsonElement value, Actor actor, DateTimeOffset now, Guid? run = null)
    {
        var isAdded = writer.Execute(
            "INSERT INTO store_entries (collection, key, value, updated_at) VALUES ($0, $1, $2, $3) ON CONFLICT (collection, key) DO NOTHING",
            collection, key, value.GetRawText(), DatabaseTypes.ToText(now)) > 0;
        if (isAdded)
            EntryFiles.Hold(writer, collection, key, value, run);
        return isAdded;
    }

    /// <returns>Whether there was something.</returns>
    public static bool Delete(DatabaseWriter writer, string collection, string key, Actor actor) =>
        writer.Execute("DELETE FROM store_entries WHERE collection = $0 AND key = $1", collection, key) > 0;

    /// <summary>The entries whose keys begin so, in the order of their keys, from the one after a key on. They are read one by one.</summary>
    public static IEnumerable<(string Key, string Value)> List(DbConnection connection, string collection, string prefix, string after, int take)
    {
        // A bound of each side, so that the index is read from the one to the other.
        var from = after.StartsWith(prefix, StringComparison.Ordinal) && after.Length > 0 ? "key > @after" : after.Length > 0 ? "key > @after AND key >= @prefix" : "key >= @prefix";
        var end = EndOf(prefix);
        return connection.Query<(string, string)>(
            $"SELECT key, value FROM store_entries WHERE collection = @collection AND {from}{(end is null ? "" : " AND key < @end")} ORDER BY key LIMIT @take",
            new { collection, prefix, after, end, take }, buffered: false);
    }

    /// <summary>The first text, by code points, after all that begin with a prefix; null if there is none.</summary>
    internal static string? EndOf(string prefix)
    {
        Rune[] runes = [.. prefix.EnumerateRunes()];
        for (var last = runes.Length - 1; last >= 0; last--)
        {
            // No code point is half a surrogate pair.
            if (runes[last].Value < 0x10FFFF)
                return string.Concat(runes[..last].Append(new Rune(runes[last].Value == 0xD7FF ? 0xE000 : runes[last].Value + 1)));
        }
        return null;
    }

    /// <summary>The collections with a text in their name.</summary>
    public IReadOnlyList<CollectionLine> Collections(string text, int skip, int take) => database.Read(connection => connection.Query<CollectionLine>(
        """
        SELECT collection AS name, count(*) AS entries, max(updated_at) AS updated_at FROM store_entries
        WHERE lower(collection) LIKE lower(@pattern) ESCAPE '\' GROUP BY collection ORDER BY collection LIMIT @take OFFSET @skip
        """,
        new { pattern = LikePattern.Containing(text), skip, take }).AsList());

    /// <summary>The entries of a collection with a text in their key or value.</summary>
    public IReadOnlyList<StoreEntry> Search(string collection, string text, int skip, int take) => database.Read(connection => connection.Query<StoreEntry>(
        """
        SELECT key, substr(value, 1, @excerpt) AS value, length(value) > @excerpt AS is_cut, updated_at FROM store_entries
        WHERE collection = @collection AND (lower(key) LIKE lower(@pattern) ESCAPE '\' OR lower(value) LIKE lower(@pattern) ESCAPE '\')
        ORDER BY key LIMIT @take OFFSET @skip
        """,
        new { collection, pattern = LikePattern.Containing(text), excerpt = Excerpt, skip, take }).AsList());

    public StoreEntry? Find(string collection, string key) => database.Read(connection => connection.QuerySingleOrDefault<StoreEntry>(
        "SELECT key, value, updated_at FROM store_entries WHERE collection = @collection AND key = @key", new { collection, key }));

    /// <inheritdoc cref="Add(DatabaseWriter, string, string, JsonElement, Actor, DateTimeOffset, Guid?)"/>
    public Task<bool> Add(string collection, string key, JsonElement value, Actor actor) =>
        database.Write(writer => Add(writer, collection, key, value, actor, time.GetUtcNow()) && Note(writer, actor, AuditAction.EntrySaved, collection, key));

    /// <summary>Replaces an entry, unless someone else has changed it.</summary>
    /// <param name="seen">When it had been changed last as the caller saw it.</param>
    /// <returns>Whether it was still so.</returns>
    public Task<bool> Replace(string collection, string key, JsonElement value, DateTimeOffset seen, Actor actor) => database.Write(writer =>
    {
        var isReplaced = writer.Execute(
            "UPDATE store_entries SET value = $2, updated_at = $3 WHERE collection = $0 AND key = $1 AND updated_at = $4",
            collection, key, value.GetRawText(), DatabaseTypes.ToText(time.GetUtcNow()), DatabaseTypes.ToText(seen)) > 0;
        if (isReplaced)
            EntryFiles.Hold(writer, collection, key, value, run: null);
        return isReplaced && Note(writer, actor, AuditAction.EntrySaved, collection, key);
    });

    /// <summary>Deletes an entry, unless someone else has changed it.</summary>
    /// <inheritdoc cref="Replace"/>
    public Task<bool> Delete(string collection, string key, DateTimeOffset seen, Actor actor) => database.Write(writer => writer.Execute(
        "DELETE FROM store_entries WHERE collection = $0 AND key = $1 AND updated_at = $2", collection, key, DatabaseTypes.ToText(seen)) > 0
        && Note(writer, actor, AuditAction.EntryDeleted, collection, key));

    /// <summary>What people change is in the audit log; what runs change is in their journals.</summary>
    bool Note(DatabaseWriter writer, Actor actor, AuditAction action, string collection, string key)
    {
        AuditLog.Write(writer, actor, action, new(null, $"{collection} / {key}"), time.GetUtcNow());
        return true;
    }
}
