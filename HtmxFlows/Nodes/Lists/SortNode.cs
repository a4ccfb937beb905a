using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using HtmxFlows.Conditions;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

/// <summary>Sorts a list.</summary>
public sealed class SortNode : NodeType<SortNode.Configuration>
{
    /// <summary>The limit of sort keys.</summary>
    public const int MostKeys = 20;

    public enum Direction { Ascending, Descending }

    public sealed record Key
    {
        [Display(Name = "Path", Description = "The value of each item to sort by, without braces: total or customer.name. Default: the item itself.")]
        public ValuePath? Path { get; init; }

        [Display(Name = "Direction", Description = "Ascending: smallest first. Values of another type, missing and null values are always last.")]
        public Direction Direction { get; init; }

        [Display(GroupName = "More", Name = "Compare as", Description = Comparison.Help)]
        public ComparedAs Type { get; init; }

        [Display(GroupName = "More", Name = "Ignore case", Description = "Treat upper and lower case as equal.")]
        public bool IgnoreCase { get; init; }
    }

    public sealed record Configuration
    {
        [Display(Name = "Items", Description = ListInput.Help)]
        public Template? Items { get; init; }

        [Display(Name = "Sort by", ShortName = "sort key", Description = "The sort keys; each further key orders items that are equal so far. Default: the items themselves, ascending.")]
        public IReadOnlyList<Key> By { get; init; } = [];
    }

    public override string Name => "sort";
    public override string Title => "Sort a list";
    public override NodeCategory Category => NodeCategory.Lists;
    public override string Summary => "Sorts a list by one or several keys. Equal items keep their order.";
    public override IReadOnlyList<string> Synonyms { get; } = ["Sort", "order"];
    public override string Describe(WrittenConfiguration written) => string.Join(", ", written.Rows("by").Select(key => $"{key.Text("path", "item")}{(key.Text("direction") == "descending" ? " ↓" : " ↑")}"));
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("Most expensive first, then by name",
            """{"by": [{"path": "price", "direction": "descending", "type": "number"}, {"path": "name", "ignoreCase": true}]}""",
            """{"input": [{"name": "pear", "price": "9.50"}, {"name": "fig"}, {"name": "Nut", "price": 10}, {"name": "apple", "price": 9.5}]}"""),
        new("Numbers", "{}", """{"input": [10, 9, 123456789012345678901234567890, 1e-3]}"""),
    ];
    public override Execution Execution => Execution.Background;

    protected override IEnumerable<FieldProblem> Check(Configuration configuration) =>
        configuration.By.Count > MostKeys ? [new("by", $"The node has {configuration.By.Count} sort keys; the limit is {MostKeys}.")] : [];

    protected override ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation)
    {
        IReadOnlyList<Key> keys = configuration.By.Count > 0 ? configuration.By : [new()];
        var rows = ListInput.Items(configuration.Items, context, cancellation)
            .WithCancellation(cancellation)
            .Select((item, index) => (Item: item, Values: keys.Select(key => ValueOf(key, item, index)).ToArray()))
            .ToArray();
        try
        {
            return new(new NodeOutcome.Completed(Json.From(rows.Order(new ByKeys(keys, cancellation)).Select(row => row.Item))));
        }
        catch (InvalidOperationException) when (cancellation.IsCancellationRequested)
        {
            // The sort wraps exceptions of a comparison.
            throw new OperationCanceledException(cancellation);
        }
    }

    /// <summary>Checks all values before any comparison, so that a value without an order is reported with its index.</summary>
    static ComparedValue ValueOf(Key key, JsonElement item, int index)
    {
        try
        {
            var value = ValuePath.Take(key.Path, item);
            return new Comparison(key.Type, key.IgnoreCase).Of(value) is { HasOrder: true } compared ? compared
                : throw new NodeException($"{Json.Describe(value!.Value)} cannot be sorted. Sort by texts, numbers or dates.");
        }
        catch (NodeException error)
        {
            throw new NodeException($"Item {index + 1}{(key.Path is { } path ? $", `{path}`" : "")}: {error.Message}", error);
        }
    }

    sealed class ByKeys(IReadOnlyList<Key> keys, CancellationToken cancellation) : IComparer<(JsonElement Item, ComparedValue[] Values)>
    {
        readonly IComparer<ComparedValue>[] orders =
            [.. keys.Select(key => key.Direction == Direction.Ascending ? ComparedValue.Ascending : ComparedValue.Descending)];

        public int Compare((JsonElement Item, ComparedValue[] Values) x, (JsonElement Item, ComparedValue[] Values) y)
        {
            cancellation.ThrowIfCancellationRequested();
            return orders.Select((order, at) => order.Compare(x.Values[at], y.Values[at])).FirstOrDefault(order => order != 0);
        }
    }
}
