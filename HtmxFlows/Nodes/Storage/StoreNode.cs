using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;
using HtmxFlows.Store;
using Microsoft.Data.Sqlite;

namespace HtmxFlows.Nodes;

/// <summary>
/// Keeps values in named collections. Its change commits together with the event that says that the node completed, so that
/// whatever happens, it takes effect exactly once.
/// </summary>
public sealed class StoreNode : NodeType<StoreNode.Configuration>
{
    const int MostListed = 1000;

    public enum Operation { Put, Get, Delete, List, Append, Increment, Add }

    public sealed record Configuration
    {
        [Display(Name = "Operation", Description = "Put, get and delete one value; list them all; append to a list; increment a number; add a value only if there is none."), Required]
        public Operation Operation { get; init; }

        [Display(Name = "Collection", Description = "A name under which values are kept together."), Required]
        public string Collection { get; init; } = "";

        [Display(Name = "Key", Description = "Which value of the collection. List takes those whose key begins so.")]
        public Template? Key { get; init; }

        [Display(Name = "Value", Description = "What is put, added or appended, or the number to increment by; empty is the input (or 1)."), DataType(DataType.MultilineText)]
        public Template? Value { get; init; }

        [Display(Name = "Default", Description = "What get gives if there is nothing; left out, it is null.")]
        public Template? Default { get; init; }

        [Display(Name = "Limit", Description = "How many values list gives at most. Left out, more than 1000 are an error."), Range(1, MostListed)]
        public int? Limit { get; init; }

        [Display(Name = "After", Description = "List begins after this key: the last of the list before.")]
        public Template? After { get; init; }
    }

    public override string Name => "store";
    public override string Title => "Store";
    public override NodeCategory Category => NodeCategory.Storage;
    public override string Summary => "Puts, gets, lists or deletes values in a named collection that outlives the run; appends to lists and gives their number of items; counts. The page Store shows them.";
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("Keep the input under its id",
            """{"operation": "put", "collection": "orders", "key": "{{input.id}}", "value": "{{input}}"}""",
            """{"input": {"id": "A-17", "total": 120}}"""),
        new("Has this one been seen before?",
            """{"operation": "add", "collection": "seen", "key": "{{input.url}}", "value": "{{run.started}}"}""",
            """{"input": {"url": "https://example.com/news/17"}, "run": {"started": "2030-01-31T09:00:00Z"}}"""),
        new("Read a setting that may be missing",
            """{"operation": "get", "collection": "settings", "key": "threshold", "default": 10}"""),
        new("Keep a list of what came in",
            """{"operation": "append", "collection": "orders", "key": "ids", "value": "{{input.id}}"}""",
            """{"input": {"id": "A-17"}}"""),
        new("Count visits", """{"operation": "increment", "collection": "visits", "key": "{{prompt}}"}""", """{"prompt": "Bern"}"""),
    ];

    protected override IEnumerable<FieldProblem> Check(Configuration configuration)
    {
        if (configuration.Collection.Length > StoreEntries.LongestCollection)
            yield return new("collection", $"Collection can have {StoreEntries.LongestCollection} characters at most.");
        if (configuration.Operation != Operation.List && string.IsNullOrWhiteSpace(configuration.Key?.Text))
            yield return new("key", "Key is missing.");
    }

    protected override ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation)
    {
        // What is kept here is read by whoever has the database, as the journal is.
        var secrets = context.Secrets.Mask;
        var entry = new Entry(configuration.Collection, secrets.Mask(Text(configuration.Key)), context.Time.GetUtcNow(), context.Limits.OutputBytes)
        {
            Value = secrets.Mask(Value(configuration, context, cancellation)),
            Default = IsGiven(configuration.Default) ? configuration.Default!.Evaluate(context, cancellation) : Json.Null,
            After = secrets.Mask(Text(configuration.After)),
            Limit = configuration.Limit,
        };
        if (configuration.Operation != Operation.List && StoreEntries.FindProblem(entry.Collection, entry.Key) is { } problem)
            throw new NodeException($"{problem.Message} The field Key gives it.");
        return new(configuration.Operation switch
        {
            Operation.Get => new NodeOutcome.Reading(connection => entry.Get(connection) ?? entry.Default),
            Operation.List => new NodeOutcome.Reading(entry.List),
            var change => new NodeOutcome.Committing(writer => entry.Apply(change, writer)),
        });

        string Text(Template? field) => field?.Render(context, cancellation) ?? "";
    }

    static bool IsGiven(Template? field) => field is { Text.Length: > 0 };

    static JsonElement Value(Configuration configuration, NodeContext context, CancellationToken cancellation) =>
        IsGiven(configuration.Value) ? configuration.Value!.Evaluate(context, cancellation)
        : configuration.Operation == Operation.Increment ? Json.From(1)
        : context.Data.Find("input") ?? Json.Null;

    /// <summary>What one operation reads, or does in the commit of its run.</summary>
    sealed record Entry(string Collection, string Key, DateTimeOffset Now, int MostBytes)
    {
        public JsonElement Value { get; init; }

        public JsonElement Default { get; init; }

        public string After { get; init; } = "";

        public int? Limit { get; init; }

        public JsonElement Apply(Operation operation, DatabaseWriter writer) => operation switch
        {
            Operation.Put => Put(writer, Value),
            Operation.Delete => Json.From(new { collection = Collection, key = Key, deleted = StoreEntries.Delete(writer, Collection, Key) }),
            Operation.Append => Append(writer),
            Operation.Increment => Put(writer, Incremented(Before(writer))),
            Operation.Add => Add(writer),
            _ => throw new ArgumentOutOfRangeException(nameof(operation)),
        };

        public JsonElement? Get(SqliteConnection connection) => StoreEntries.Get(connection, Collection, Key);

        JsonElement? Before(DatabaseWriter writer) => Get(writer.Connection);

        JsonElement Put(DatabaseWriter writer, JsonElement value)
        {
            StoreEntries.Put(writer, Collection, Key, value, Now);
            return Json.From(new { collection = Collection, key = Key, value });
        }

        JsonElement Add(DatabaseWriter writer)
        {
            var added = StoreEntries.Add(writer, Collection, Key, Value, Now);
            return Json.From(new { collection = Collection, key = Key, value = Before(writer), added });
        }

        public JsonElement List(SqliteConnection connection)
        {
            List<object> listed = [];
            var size = 0;
            foreach (var (key, value) in StoreEntries.List(connection, Collection, Key, After, Limit ?? MostListed + 1))
            {
                if (listed.Count == MostListed)
                    throw new NodeException($"The collection `{Collection}` has more than {MostListed} values. Give the beginning of the keys in Key, or a Limit.");
                // No more is read than a node may give.
                if ((size += value.Length) > MostBytes)
                    throw new NodeException($"The values of the collection `{Collection}` are together larger than {MostBytes} bytes, the limit of a node. Give the beginning of the keys in Key, or a Limit.");
                listed.Add(new { key, value = Json.Parse(value) });
            }
            return Json.From(listed);
        }

        // The list is not told again: each output is journaled, and a list of many would be so many times.
        JsonElement Append(DatabaseWriter writer)
        {
            var list = Appended(Before(writer));
            Put(writer, list);
            return Json.From(new { collection = Collection, key = Key, count = list.GetArrayLength() });
        }

        JsonElement Appended(JsonElement? before)
        {
            if (before is { ValueKind: not JsonValueKind.Array } other)
                throw new NodeException($"`{Key}` in `{Collection}` is no list but {Json.Describe(other)}, so nothing can be appended to it.");
            JsonElement[] items = [.. before?.EnumerateArray() ?? [], Value];
            var after = Json.From(items);
            return after.GetRawText().Length <= MostBytes ? after
                : throw new NodeException($"The list `{Key}` in `{Collection}` would grow past {MostBytes} bytes. Use another key, or delete it first.");
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
