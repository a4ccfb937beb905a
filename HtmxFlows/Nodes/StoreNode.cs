using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using Dapper;
using HtmxFlows.Data;
using Microsoft.Data.Sqlite;

namespace HtmxFlows.Nodes;

/// <summary>
/// Keeps values in named collections. Its change commits together with the event that says that the node completed, so that
/// whatever happens, it takes effect exactly once.
/// </summary>
public sealed class StoreNode : NodeType<StoreNode.Configuration>
{
    const int ListLimit = 1000;

    public enum Operation { Put, Get, Delete, List, Append, Increment }

    public sealed record Configuration
    {
        [Display(Name = "Operation", Description = "Put, get and delete one value; list them all; append to a list; add to a number."), Required]
        public Operation Operation { get; init; }

        [Display(Name = "Collection", Description = "A name under which values are kept together."), Required]
        public string Collection { get; init; } = "";

        [Display(Name = "Key", Description = "Which value of the collection. List takes those whose key begins so.")]
        public Template? Key { get; init; }

        [Display(Name = "Value", Description = "What is put or appended, or the number to add; empty is the input (or 1)."), DataType(DataType.MultilineText)]
        public Template? Value { get; init; }
    }

    public override string Name => "store";
    public override string Title => "Store";
    public override NodeCategory Category => NodeCategory.Storage;
    public override string Summary => "Puts, gets, lists or deletes values in a named collection that outlives the run; appends to lists and counts.";
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("Keep the input under its id",
            """{"operation": "put", "collection": "orders", "key": "{{input.id}}", "value": "{{input}}"}""",
            """{"input": {"id": "A-17", "total": 120}}"""),
    ];

    protected override IEnumerable<FieldProblem> Check(Configuration configuration)
    {
        if (configuration.Operation != Operation.List && string.IsNullOrWhiteSpace(configuration.Key?.Text))
            yield return new("key", "Key is missing.");
    }

    protected override ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation)
    {
        var key = configuration.Key?.Render(context, cancellation) ?? "";
        if (key.Length == 0 && configuration.Operation != Operation.List)
            throw new NodeException("The key is empty. Change the field Key so that it gives a text.");
        var value = configuration.Value is { Text.Length: > 0 } template ? template.Evaluate(context, cancellation)
            : configuration.Operation == Operation.Increment ? Json.From(1)
            : context.Data.Find("input") ?? Json.Null;
        // What is kept here is read by whoever has the database, as the journal is.
        var secrets = context.Secrets.Mask;
        var entry = new Entry(configuration.Collection, secrets.Mask(key), secrets.Mask(value), context.Time.GetUtcNow(), context.Limits.OutputBytes);
        return new(new NodeOutcome.Committing(writer => entry.Apply(configuration.Operation, writer)));
    }

    sealed record Entry(string Collection, string Key, JsonElement Value, DateTimeOffset Now, int Limit)
    {
        public JsonElement Apply(Operation operation, DatabaseWriter writer) => operation switch
        {
            Operation.Put => Put(writer, Value),
            Operation.Get => Get(writer.Connection) ?? Json.Null,
            Operation.Delete => Json.From(new { collection = Collection, key = Key, deleted = Delete(writer) }),
            Operation.List => List(writer.Connection),
            Operation.Append => Put(writer, Appended(Get(writer.Connection))),
            Operation.Increment => Put(writer, Incremented(Get(writer.Connection))),
            _ => throw new ArgumentOutOfRangeException(nameof(operation)),
        };

        JsonElement Put(DatabaseWriter writer, JsonElement value)
        {
            writer.Execute(
                """
                INSERT INTO store_entries (collection, key, value, updated_at) VALUES ($0, $1, $2, $3)
                ON CONFLICT (collection, key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at
                """,
                Collection, Key, value.GetRawText(), DatabaseTypes.ToText(Now));
            return Json.From(new { collection = Collection, key = Key, value });
        }

        bool Delete(DatabaseWriter writer) =>
            writer.Execute("DELETE FROM store_entries WHERE collection = $0 AND key = $1", Collection, Key) > 0;

        JsonElement? Get(SqliteConnection connection) =>
            connection.ExecuteScalar<string>("SELECT value FROM store_entries WHERE collection = @Collection AND key = @Key", new { Collection, Key }) is { } json
                ? Json.Parse(json)
                : null;

        JsonElement List(SqliteConnection connection)
        {
            var rows = connection.Query<(string Key, string Value)>(
                """
                SELECT key, value FROM store_entries
                WHERE collection = @Collection AND substr(key, 1, length(@Key)) = @Key
                ORDER BY key LIMIT @Take
                """,
                new { Collection, Key, Take = ListLimit + 1 }).AsList();
            if (rows.Count > ListLimit)
                throw new NodeException($"The collection `{Collection}` has more than {ListLimit} values. Give the beginning of the keys in Key.");
            return Json.From(rows.Select(row => new { key = row.Key, value = Json.Parse(row.Value) }));
        }

        JsonElement Appended(JsonElement? before)
        {
            if (before is { ValueKind: not JsonValueKind.Array } other)
                throw new NodeException($"`{Key}` in `{Collection}` is no list but {Json.Describe(other)}, so nothing can be appended to it.");
            JsonElement[] items = [.. before?.EnumerateArray() ?? [], Value];
            var after = Json.From(items);
            return after.GetRawText().Length <= Limit ? after
                : throw new NodeException($"The list `{Key}` in `{Collection}` would grow past {Limit} bytes. Use another key, or delete it first.");
        }

        JsonElement Incremented(JsonElement? before) =>
            (before ?? Json.From(0)) is { ValueKind: JsonValueKind.Number } number && number.TryGetDecimal(out var from) && TryAmount(out var amount)
                ? Sum(from, amount)
                : throw new NodeException($"`{Key}` in `{Collection}` cannot be counted up: it is {Json.Describe(before ?? Json.Null)}, and the value to add is {Json.Describe(Value)}.");

        JsonElement Sum(decimal from, decimal amount)
        {
            try
            {
                return Json.From(from + amount);
            }
            catch (OverflowException error)
            {
                throw new NodeException($"`{Key}` in `{Collection}` cannot be counted further than {from}.", error);
            }
        }

        bool TryAmount(out decimal amount) => decimal.TryParse(
            Json.AsText(Value), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out amount);
    }
}
