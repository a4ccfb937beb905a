using System.ComponentModel.DataAnnotations;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;
using HtmxFlows.Conditions;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

/// <summary>Makes figures of a list, of the whole or group by group.</summary>
public sealed class AggregateNode : NodeType<AggregateNode.Configuration>
{
    public enum Operation { Count, Sum, Average, Minimum, Maximum, First, Last, List, Distinct }

    public sealed record Group
    {
        [Display(Name = "Path", Description = "The value of each item that defines the group, without braces: city or customer.country."), Required]
        public ValuePath Path { get; init; } = new("this");

        [Display(Name = "Name", Description = "The field of the result. Default: the last name of the path.")]
        public string Name { get; init; } = "";

        [Display(GroupName = "More", Name = "Compare as", Description = Comparison.Help)]
        public ComparedAs Type { get; init; }

        internal string Field => Name.Length > 0 ? Name : Path.Name ?? "group";
    }

    public sealed record Figure
    {
        [Display(Name = "Name", Description = "The field of the result."), Required]
        public string Name { get; init; } = "";

        [Display(Name = "Operation", Description = "Count, sum, average, minimum, maximum, first or last value, or a list of all or of distinct values."), Required]
        public Operation Operation { get; init; }

        [Display(Name = "Path", Description = "The value of each item, without braces: total or lines.[0].price. Items without it do not count. Default: the item itself.")]
        public ValuePath? Path { get; init; }

        [Display(GroupName = "More", Name = "Compare as", Description = $"For minimum, maximum and distinct. {Comparison.Help}")]
        public ComparedAs Type { get; init; }

        internal Comparison How => new(Type);
    }

    public sealed record Configuration
    {
        [Display(Name = "Items", Description = ListInput.Help)]
        public Template? Items { get; init; }

        [Display(Name = "Group by", ShortName = "group key", Description = "Returns a list with one object per group, in the order of first appearance. Default: one object for all items.")]
        public IReadOnlyList<Group> GroupBy { get; init; } = [];

        [Display(Name = "Calculations", ShortName = "calculation", Description = "e.g. the sum of “total”."), Required]
        public IReadOnlyList<Figure> Figures { get; init; } = [];
    }

    public override string Name => "aggregate";
    public override string Title => "Aggregate a list";
    public override NodeCategory Category => NodeCategory.Lists;
    public override string Summary => "Counts, sums, averages or collects the items of a list, in total or per group. Sums are exact; averages have 28 decimal places.";
    public override IReadOnlyList<string> Synonyms { get; } = ["Summarize", "Item Lists", "group by", "count", "sum", "average", "total", "reduce", "batch"];
    public override string Describe(WrittenConfiguration written) => string.Join(" by ", new[]
    {
        string.Join(", ", written.Rows("figures").Select(figure => $"{figure.Choice("operation", "count")} {(figure.Text("path") is { Length: > 0 } path ? $"of {path}" : "")}".TrimEnd())),
        written.List("groupBy", "path"),
    }.Where(part => part.Length > 0));
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("Turnover by country",
            """{"groupBy": [{"path": "customer.country", "name": "country"}], "figures": [{"name": "orders", "operation": "count"}, {"name": "turnover", "operation": "sum", "path": "total"}, {"name": "customers", "operation": "distinct", "path": "customer.name"}]}""",
            """{"input": [{"customer": {"name": "Ada", "country": "CH"}, "total": "19.90"}, {"customer": {"name": "Bo", "country": "DE"}, "total": 5}, {"customer": {"name": "Ada", "country": "CH"}, "total": 0.10}]}"""),
        new("Calculations over a list of numbers",
            """{"items": "{{prices}}", "figures": [{"name": "sum", "operation": "sum"}, {"name": "average", "operation": "average"}, {"name": "least", "operation": "minimum"}]}""",
            """{"prices": [0.1, 0.2, 1]}"""),
        new("Each customer with the last order",
            """{"groupBy": [{"path": "customer"}], "figures": [{"name": "last", "operation": "last"}]}""",
            """{"input": [{"customer": "Ada", "id": 1}, {"customer": "Bo", "id": 2}, {"customer": "Ada", "id": 3}]}"""),
    ];
    public override Execution Execution => Execution.Background;

    protected override IEnumerable<FieldProblem> Check(Configuration configuration) =>
        FieldProblem.Twice([
            .. configuration.GroupBy.Select((group, at) => (group.Field, $"groupBy[{at}].name")),
            .. configuration.Figures.Select((figure, at) => (figure.Name, $"figures[{at}].name"))]);

    protected override ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation)
    {
        var items = ListInput.Items(configuration.Items, context, cancellation).Select((item, index) => (item, index)).WithCancellation(cancellation);
        if (configuration.GroupBy.Count == 0)
            return new(new NodeOutcome.Completed(Json.From(Figures(configuration, [.. items], context, cancellation))));
        using var rows = new OutputList(context.Limits, cancellation);
        foreach (var group in items.GroupBy(row => ItemKey.Of(configuration.GroupBy.Select(group => ((ValuePath?)group.Path, new Comparison(group.Type))), row.item)))
            rows.AddObject(Row(configuration, group.Key.Values, [.. group], context, cancellation));
        return new(new NodeOutcome.Completed(rows.ToJson()));
    }

    static Dictionary<string, JsonElement> Row(
        Configuration configuration, JsonElement?[] key, IReadOnlyList<(JsonElement, int)> items, NodeContext context, CancellationToken cancellation)
    {
        Dictionary<string, JsonElement> row = [];
        foreach (var (group, value) in configuration.GroupBy.Zip(key))
            row[group.Field] = value ?? Json.Null;
        foreach (var (name, value) in Figures(configuration, items, context, cancellation))
            row[name] = value;
        return row;
    }

    static Dictionary<string, JsonElement> Figures(Configuration configuration, IReadOnlyList<(JsonElement Item, int Index)> items, NodeContext context, CancellationToken cancellation)
    {
        Dictionary<string, JsonElement> figures = [];
        var size = 0L;
        foreach (var figure in configuration.Figures)
        {
            var value = figures[figure.Name] = Make(figure, items, cancellation);
            if ((size += JsonMarshal.GetRawUtf8Value(value).Length) > context.Limits.OutputBytes)
                throw new NodeException($"With the calculation `{figure.Name}` the result exceeds {context.Limits.OutputBytes} bytes of JSON, the limit of an output. Use fewer calculations, or filter the list first.");
        }
        return figures;
    }

    static JsonElement Make(Figure figure, IReadOnlyList<(JsonElement Item, int Index)> items, CancellationToken cancellation)
    {
        // Without a path an item counts, whatever it is.
        (JsonElement Value, int Index)[] found = figure.Path is null ? [.. items.WithCancellation(cancellation)]
            : [.. items.WithCancellation(cancellation).Select(row => (Value: ValuePath.Take(figure.Path, row.Item), row.Index)).Where(row => row.Value is not null).Select(row => (row.Value!.Value, row.Index))];
        return figure.Operation switch
        {
            Operation.Count => Json.From(found.Length),
            Operation.Sum => Json.Parse(ExactNumber.Write(Total(figure, found.WithCancellation(cancellation)))),
            Operation.Average => found.Length == 0 ? Json.Null : Json.Parse(ExactNumber.Write(Divide(Total(figure, found.WithCancellation(cancellation)), found.Length))),
            Operation.Minimum => First(figure, found.WithCancellation(cancellation), ComparedValue.Ascending),
            Operation.Maximum => First(figure, found.WithCancellation(cancellation), ComparedValue.Descending),
            Operation.First => found.Length == 0 ? Json.Null : found[0].Value,
            Operation.Last => found.Length == 0 ? Json.Null : found[^1].Value,
            Operation.List => Json.From(found.Select(row => row.Value)),
            Operation.Distinct => Json.From(found.WithCancellation(cancellation).Select(row => row.Value).DistinctBy(figure.How.Of)),
            _ => throw new ArgumentOutOfRangeException(nameof(figure)),
        };
    }

    static BigInteger Total(Figure figure, IEnumerable<(JsonElement, int)> found) =>
        found.Aggregate(BigInteger.Zero, (sum, row) => sum + Units(figure, row));

    static BigInteger Units(Figure figure, (JsonElement Value, int Index) row) =>
        !ExactNumber.TryParse(Json.AsText(row.Value), out var number) ? throw Unusable(figure, row, "not a number")
        : number.ToUnits() ?? throw Unusable(figure, row, $"which has more than {ExactNumber.Places} digits before or after the decimal point");

    static NodeException Unusable(Figure figure, (JsonElement Value, int Index) row, string why) =>
        new($"Item {row.Index + 1}: {(figure.Path is { } path ? $"`{path}`" : "the value")} is {Json.Describe(row.Value)}, {why}. Filter it out, or convert it first.");

    /// <summary>What sorting would put first, so that a value that is no number is neither the least nor the greatest among numbers.</summary>
    static JsonElement First(Figure figure, IEnumerable<(JsonElement Value, int Index)> found, IComparer<ComparedValue> order) =>
        found.Select(row => ((JsonElement Value, ComparedValue Compared)?)(row.Value, Ordered(figure, row))).MinBy(row => row!.Value.Compared, order)?.Value ?? Json.Null;

    static ComparedValue Ordered(Figure figure, (JsonElement Value, int Index) row) =>
        figure.How.Of(row.Value) is { HasOrder: true } value ? value : throw Unusable(figure, row, "which cannot be ordered");

    static BigInteger Divide(BigInteger sum, int count) => sum.Sign * ((2 * BigInteger.Abs(sum) + count) / (2 * count));
}
