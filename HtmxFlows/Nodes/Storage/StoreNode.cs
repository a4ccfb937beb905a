using System.ComponentModel.DataAnnotations;
using System.Data.Common;
using System.Text.Json;
using HtmxFlows.Accounts;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;
using HtmxFlows.Store;

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
        [Display(Name = "Operation", Description = "Put, get or delete a value; list values; append to a list; increment a number; add a value only if the key is new."), Required]
        public Operation Operation { get; init; }

        [Display(Name = "Collection", Description = "The name of the collection."), Required]
        public string Collection { get; init; } = "";

        [Display(Name = "Key", Description = "The key of the value. List uses it as a prefix.")]
        public Template? Key { get; init; }

        [AppliesWhen(nameof(Operation), Operation.Get, Operation.Delete, Operation.List, Unless = true), Display(Name = "Value", Description = "The value to put, add or append, or the number to increment by. Default: the input (increment: 1)."), DataType(DataType.MultilineText)]
        public Template? Value { get; init; }

        [AppliesWhen(nameof(Operation), Operation.Get), Display(Name = "Default", Description = "The result of get if the key does not exist. Default: null.")]
        public Template? Default { get; init; }

        [AppliesWhen(nameof(Operation), Operation.List), Display(Name = "Limit", Description = "Maximum values for list. Default: an error above 1000."), Range(1, MostListed)]
        public int? Limit { get; init; }

        [AppliesWhen(nameof(Operation), Operation.List), Display(Name = "After", Description = "List starts after this key: the last key of the previous list.")]
        public Template? After { get; init; }
    }

    public override string Name => "store";
    public override string Title => "Store";
    public override NodeCategory Category => NodeCategory.Storage;
    public override string Summary => "Stores values in named collections that outlive the run: puts, gets, lists and deletes values, appends to lists, counts. The Store page shows them.";
    public override IReadOnlyList<string> Synonyms { get; } = ["database", "Data table", "Redis", "key value", "variable", "context", "save", "load"];
    public override string Describe(WrittenConfiguration written) => $"{written.Choice("operation", "put")} {written.Text("collection")} {(written.Text("key") is { Length: > 0 } key ? $"/ {key}" : "")}".TrimEnd();
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("Store the input under its id",
            """{"operation": "put", "collection": "orders", "key": "{{input.id}}", "value": "{{input}}"}""",
            """{"input": {"id": "A-17", "total": 120}}"""),
        new("Detect duplicates",
            """{"operation": "add", "collection": "seen", "key": "{{input.url}}", "value": "{{run.started}}"}""",
            """{"input": {"url": "https://example.com/news/17"}, "run": {"started": "2030-01-31T09:00:00Z"}}"""),
        new("Read an optional setting",
            """{"operation": "get", "collection": "settings", "key": "threshold", "default": 10}"""),
        new("Append to a list",
            """{"operation": "append", "collection": "orders", "key": "ids", "value": "{{input.id}}"}""",
            """{"input": {"id": "A-17"}}"""),
        new("Count visits", """{"operation": "increment", "collection": "visits", "key": "{{prompt}}"}""", """{"prompt": "Bern"}"""),
    ];

    protected override IEnumerable<FieldProblem> Check(Configuration configuration)
    {
        if (configuration.Collection.Length > StoreEntries.LongestCollection)
            yield return new("collection", $"Collection has more than {StoreEntries.LongestCollection} characters, the limit.");
        if (configuration.Operation != Operation.List && string.IsNullOrWhiteSpace(configuration.Key?.Text))
            yield return new("key", "Key is required.");
    }

    protected override ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation)
    {
        // Like the journal, stored values are readable by everyone with access to the database.
        var secrets = context.Secrets.Mask;
        var entry = new Entry(configuration.Collection, secrets.Mask(Text(configuration.Key)), context.Time.GetUtcNow(), context.Limits.OutputBytes, context.Files.Run)
        {
            Value = secrets.Mask(Value(configuration, context, cancellation)),
            Default = IsGiven(configuration.Default) ? configuration.Default!.Evaluate(context, cancellation) : Json.Null,
            After = secrets.Mask(Text(configuration.After)),
            Limit = configuration.Limit,
        };
        if (configuration.Operation != Operation.List && StoreEntries.FindProblem(entry.Collection, entry.Key) is { } problem)
            throw new NodeException($"{problem.Message} Change the field Key.");
        return new(configuration.Operation switch
        {
            Operation.Get => new NodeOutcome.Reading(connection => entry.Get(connection) ?? entry.Default, entry.Receive),
            Operation.List => new NodeOutcome.Reading(entry.List, entry.ReceiveAll),
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
    /// <param name="Run">The run, which receives the files of what it reads; null in a test of the node.</param>
    sealed record Entry(string Collection, string Key, DateTimeOffset Now, int MostBytes, Guid? Run)
    {
        public JsonElement Value { get; init; }

        public JsonElement Default { get; init; }

        public string After { get; init; } = "";

        public int? Limit { get; init; }

        public JsonElement Apply(Operation operation, DatabaseWriter writer) => operation switch
        {
            Operation.Put => Put(writer, Value),
            Operation.Delete => Json.From(new { collection = Collection, key = Key, deleted = StoreEntries.Delete(writer, Collection, Key, Actor.System) }),
            Operation.Append => Append(writer),
            Operation.Increment => Put(writer, Incremented(Before(writer))),
            Operation.Add => Add(writer),
            _ => throw new ArgumentOutOfRangeException(nameof(operation)),
        };

        public JsonElement? Get(DbConnection connection) => StoreEntries.Get(connection, Collection, Key);

        public void Receive(DatabaseWriter writer) => EntryFiles.Pass(writer, Collection, Key, Run);

        public void ReceiveAll(DatabaseWriter writer) => EntryFiles.PassAll(writer, Collection, Key, Run);

        JsonElement? Before(DatabaseWriter writer) => writer.Read(Get);

        JsonElement Put(DatabaseWriter writer, JsonElement value)
        {
            StoreEntries.Put(writer, Collection, Key, value, Actor.System, Now, Run);
            return Json.From(new { collection = Collection, key = Key, value });
        }

        JsonElement Add(DatabaseWriter writer)
        {
            var added = StoreEntries.Add(writer, Collection, Key, Value, Actor.System, Now, Run);
            Receive(writer);
            return Json.From(new { collection = Collection, key = Key, value = Before(writer), added });
        }

        public JsonElement List(DbConnection connection)
        {
            List<object> listed = [];
            var size = 0;
            foreach (var (key, value) in StoreEntries.List(connection, Collection, Key, After, Limit ?? MostListed + 1))
            {
                if (listed.Count == MostListed)
                    throw new NodeException($"The collection `{Collection}` has more than {MostListed} values. Set Key to a prefix, or set Limit.");
                // No more is read than a node may give.
                if ((size += value.Length) > MostBytes)
                    throw new NodeException($"The values of the collection `{Collection}` exceed {MostBytes} bytes together, the limit of an output. Set Key to a prefix, or set Limit.");
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
                throw new NodeException($"`{Key}` in `{Collection}` is {Json.Describe(other)}, not a list, so nothing can be appended.");
            JsonElement[] items = [.. before?.EnumerateArray() ?? [], Value];
            var after = Json.From(items);
            return after.GetRawText().Length <= MostBytes ? after
                : throw new NodeException($"The list `{Key}` in `{Collection}` would exceed {MostBytes} bytes. Use another key, or delete the list first.");
        }

        JsonElement Incremented(JsonElement? before) =>
            (before ?? Json.From(0)) is { ValueKind: JsonValueKind.Number } number && number.TryGetDecimal(out var from) && TryAmount(out var amount)
                ? Sum(from, amount)
                : throw new NodeException($"`{Key}` in `{Collection}` cannot be incremented: it is {Json.Describe(before ?? Json.Null)}, and the value to add is {Json.Describe(Value)}.");

        JsonElement Sum(decimal from, decimal amount)
        {
            try
            {
                return Json.From(from + amount);
            }
            catch (OverflowException error)
            {
                throw new NodeException($"`{Key}` in `{Collection}` cannot be incremented beyond {from}.", error);
            }
        }

        bool TryAmount(out decimal amount) => decimal.TryParse(
            Json.AsText(Value), System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out amount);
    }
}
