using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using HtmxFlows.Accounts;
using HtmxFlows.Conditions;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;
using HtmxFlows.Store;

namespace HtmxFlows.Nodes;

/// <summary>
/// Compares a value with that of the previous run, and remembers it for the next one. What it remembers commits together with the event that
/// says that the node completed, so no run sees the same change twice.
/// </summary>
public sealed class RememberNode : NodeType<RememberNode.Configuration>
{
    /// <summary>The collection of the store that holds what is remembered.</summary>
    public const string Collection = "remembered";

    /// <summary>The limit of values that identify an item.</summary>
    public const int MostKeys = 20;

    public enum Finding { Change, Items, Unseen }

    public sealed record Configuration
    {
        [Display(Name = "Find", Description = "Change: whether the value differs from the previous run. Items: the added, changed and removed items of a list. Unseen: only the items that no earlier run had."), Required]
        public Finding Find { get; init; }

        [Display(Name = "Name", Description = "The name of the memory. Nodes and workflows with the same name share it."), Required]
        public string Name { get; init; } = "";

        [Display(Name = "Value", Description = "The value or list to compare. Default: the input.")]
        public Template? Value { get; init; }

        [AppliesWhen(nameof(Find), Finding.Change, Unless = true), Display(Name = "Identified by", ShortName = "value", Description = "Items and unseen: the values that identify an item, together. Default: the items themselves.")]
        public IReadOnlyList<KeyPart> By { get; init; } = [];

        [AppliesWhen(nameof(Find), Finding.Unseen, Unless = true), Display(Name = "Watch", ShortName = "path", Description = "Change and items: only a change of these values counts. Default: any change.")]
        public IReadOnlyList<KeyPart> Watch { get; init; } = [];

        [Display(Name = "Quiet first run", Description = "The first run only remembers, and finds nothing.")]
        public bool QuietFirst { get; init; }

        [AppliesWhen(nameof(Find), Finding.Unseen), Display(Name = "Remember", Description = "Unseen: how many items are remembered at most. The oldest are forgotten first."), Range(1, 100_000)]
        public int Remember { get; init; } = 10_000;
    }

    public override string Name => "remember";
    public override string Title => "Compare with the previous run";
    public override NodeCategory Category => NodeCategory.Storage;
    public override string Summary => "Remembers a value or a list, and finds what has changed since the previous run, or which items are new. Delete the entry in the collection “remembered” of the Store to start again.";
    public override IReadOnlyList<string> Synonyms { get; } = ["rbe", "report by exception", "static data", "only new items", "changed"];
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("Has the price changed?", """{"find": "change", "name": "price of the fig", "value": "{{fetch.body.price}}"}""", """{"fetch": {"body": {"price": 4.90}}}"""),
        new("Added, changed and removed products", """{"find": "items", "name": "products", "by": [{"path": "sku"}], "watch": [{"path": "price"}]}""",
            """{"input": [{"sku": "A", "price": 5}, {"sku": "B", "price": 7}]}"""),
        new("Only new articles", """{"find": "unseen", "name": "articles", "by": [{"path": "url"}], "quietFirst": true}""",
            """{"input": [{"url": "https://example.com/news/17", "title": "Figs"}]}"""),
    ];

    protected override IEnumerable<FieldProblem> Check(Configuration configuration)
    {
        if (StoreEntries.FindProblem(Collection, configuration.Name) is { } problem)
            yield return new("name", problem.Message);
        if (configuration.By.Count > MostKeys)
            yield return new("by", $"The node has {configuration.By.Count} values that identify an item; the limit is {MostKeys}.");
        if (configuration.Watch.Count > MostKeys)
            yield return new("watch", $"The node watches {configuration.Watch.Count} values; the limit is {MostKeys}.");
        if (configuration is { Find: Finding.Change, By.Count: > 0 })
            yield return new("by", "Identified by is for items and unseen. Delete it, or change Find.");
        if (configuration is { Find: Finding.Unseen, Watch.Count: > 0 })
            yield return new("watch", "Watch is for change and items. Delete it, or change Find.");
    }

    protected override ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation)
    {
        // Like the journal, remembered values are readable by everyone with access to the database.
        var value = context.Secrets.Mask.Mask(context.ValueOrInput(configuration.Value, cancellation));
        Memory memory = configuration.Find switch
        {
            Finding.Change => new OfValue(configuration, value),
            Finding.Items => new OfItems(configuration, value),
            _ => new OfKeys(configuration, value),
        };
        var (now, most, run) = (context.Time.GetUtcNow(), context.Limits.OutputBytes, context.Files.Run);
        return new(new NodeOutcome.Committing(writer => memory.Compare(writer, now, most, run)));
    }

    /// <summary>What one way of finding keeps: an object with its kind, so that another way does not read it as its own.</summary>
    abstract class Memory(Configuration configuration)
    {
        const string Kind = "find", Kept = "value";

        protected Configuration Configuration => configuration;

        public JsonElement Compare(DatabaseWriter writer, DateTimeOffset now, int mostBytes, Guid? run)
        {
            var before = Before(writer);
            EntryFiles.Pass(writer, Collection, configuration.Name, run);
            var (output, next) = Compare(before);
            if (next.GetRawText().Length > mostBytes)
                throw new NodeException($"`{configuration.Name}` would remember more than {mostBytes} bytes of JSON, the limit. Remember fewer items, or only the values that matter.");
            StoreEntries.Put(writer, Collection, configuration.Name, Json.From(new Dictionary<string, JsonElement> { [Kind] = Json.From(configuration.Find), [Kept] = next }), Actor.System, now, run);
            return output;
        }

        /// <param name="before">What the previous run has kept; null in the first run.</param>
        protected abstract (JsonElement Output, JsonElement Next) Compare(JsonElement? before);

        JsonElement? Before(DatabaseWriter writer)
        {
            if (writer.Read(connection => StoreEntries.Get(connection, Collection, configuration.Name)) is not { } stored)
                return null;
            return stored.ValueKind == JsonValueKind.Object && stored.TryGetProperty(Kind, out var kind) && kind.ValueKind == JsonValueKind.String
                && kind.ValueEquals(Json.AsText(Json.From(configuration.Find))) && stored.TryGetProperty(Kept, out var kept) && IsUsable(kept)
                ? kept
                : throw new NodeException($"`{configuration.Name}` holds something else than what this node remembers. Use another name, or delete the entry in the collection `{Collection}` of the Store.");
        }

        protected virtual bool IsUsable(JsonElement kept) => kept.ValueKind == JsonValueKind.Array;

        protected bool IsSame(JsonElement before, JsonElement after) => ItemKey.Of(configuration.Watch, before).Equals(ItemKey.Of(configuration.Watch, after));
    }

    sealed class OfValue(Configuration configuration, JsonElement value) : Memory(configuration)
    {
        protected override (JsonElement Output, JsonElement Next) Compare(JsonElement? before)
        {
            var hasChanged = before is { } earlier ? !IsSame(earlier, value) : !Configuration.QuietFirst;
            return (Json.From(new { changed = hasChanged, first = before is null, previous = before ?? Json.Null, value }), value);
        }

        protected override bool IsUsable(JsonElement kept) => true;
    }

    sealed class OfItems(Configuration configuration, JsonElement list) : Memory(configuration)
    {
        readonly OrderedDictionary<ItemKey, JsonElement> items = Keyed(configuration, list);

        protected override (JsonElement Output, JsonElement Next) Compare(JsonElement? before)
        {
            var earlier = before is { } kept ? Keyed(Configuration, kept) : [];
            var isQuiet = before is null && Configuration.QuietFirst;
            return (Json.From(new
            {
                first = before is null,
                added = isQuiet ? [] : items.Where(item => !earlier.ContainsKey(item.Key)).Select(item => item.Value).ToArray(),
                changed = items.Where(item => earlier.TryGetValue(item.Key, out var old) && !IsSame(old, item.Value)).Select(item => new { before = earlier[item.Key], after = item.Value }),
                removed = earlier.Where(item => !items.ContainsKey(item.Key)).Select(item => item.Value),
            }), list);
        }

        static OrderedDictionary<ItemKey, JsonElement> Keyed(Configuration configuration, JsonElement list)
        {
            OrderedDictionary<ItemKey, JsonElement> keyed = [];
            foreach (var (index, item) in ListInput.Items(list).Index())
            {
                if (!keyed.TryAdd(KeyOf(configuration, item, index), item))
                    throw new NodeException($"Item {index + 1} has the same key as an earlier item. Remove duplicates first, or identify items by more values.");
            }
            return keyed;
        }
    }

    sealed class OfKeys(Configuration configuration, JsonElement list) : Memory(configuration)
    {
        readonly (ItemKey Key, JsonElement Item)[] items = [.. ListInput.Items(list).Select((item, index) => (KeyOf(configuration, item, index), item))];

        protected override (JsonElement Output, JsonElement Next) Compare(JsonElement? before)
        {
            var hows = Configuration.By.Select(part => part.How).DefaultIfEmpty(new Comparison()).ToArray();
            // Each with its turn: a key that is there again is newer.
            Dictionary<ItemKey, int> known = [];
            foreach (var key in before?.EnumerateArray() ?? [])
                known.TryAdd(ItemKey.Of([.. key.EnumerateArray()], hows), known.Count);
            var turn = known.Count;
            List<JsonElement> unseen = [];
            foreach (var (key, item) in items)
            {
                if (!known.ContainsKey(key))
                    unseen.Add(item);
                known[key] = turn++;
            }
            var next = known.OrderBy(row => row.Value).Skip(known.Count - Configuration.Remember).Select(row => row.Key.Values);
            return (before is null && Configuration.QuietFirst ? Json.From(Array.Empty<JsonElement>()) : Json.From(unseen), Json.From(next));
        }

        protected override bool IsUsable(JsonElement kept) => base.IsUsable(kept) && kept.EnumerateArray().All(key => key.ValueKind == JsonValueKind.Array);
    }

    static ItemKey KeyOf(Configuration configuration, JsonElement item, int index) => ItemKey.Of(configuration.By, item) is { IsNothing: false } key ? key
        : throw new NodeException($"Item {index + 1} has no value that identifies it. Use another path, or filter out the item.");
}
