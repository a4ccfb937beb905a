using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using HtmxFlows.Conditions;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

/// <summary>Makes one list of several.</summary>
public sealed class MergeNode : NodeType<MergeNode.Configuration>
{
    /// <summary>How many lists one node puts together.</summary>
    public const int MostLists = 100;

    public enum Way { Append, Zip, Join }

    public enum Kind { Inner, Left, Outer }

    public enum Side { Left, Right }

    public sealed record Part
    {
        [Display(Name = "Value", Description = "A list, as one expression."), Required]
        public Template Value { get; init; } = new("");
    }

    public sealed record Configuration
    {
        [Display(Name = "How", Description = "Append: one list after the other. Zip: combine items by position. Join: combine items of two lists with equal keys."), Required]
        public Way How { get; init; }

        [Display(Name = "Lists", ShortName = "list", Description = "The lists, in order. Default: the outputs of the previous nodes, in the order of their edges.")]
        public IReadOnlyList<Part> Lists { get; init; } = [];

        [AppliesWhen(nameof(How), Way.Join), Display(Name = "Key", Description = "Join: the key in items of the first list, e.g. customer.id.")]
        public ValuePath? Key { get; init; }

        [AppliesWhen(nameof(How), Way.Join), Display(Name = "Right key", Description = "Join: the key in items of the second list. Default: the same path.")]
        public ValuePath? RightKey { get; init; }

        [AppliesWhen(nameof(How), Way.Join), Display(Name = "Compare keys as", Description = $"Join. {Comparison.Help}")]
        public ComparedAs Type { get; init; }

        [AppliesWhen(nameof(How), Way.Join), Display(Name = "Kind", Description = "Join. Inner: only matching items. Left: all items of the first list. Outer: all items of both lists.")]
        public Kind Kind { get; init; }

        [AppliesWhen(nameof(How), Way.Append, Unless = true), Display(Name = "Prefer", Description = "Which list's value is kept if combined objects have the same field.")]
        public Side Prefer { get; init; }
    }

    public override string Name => "merge";
    public override string Title => "Merge lists";
    public override NodeCategory Category => NodeCategory.Lists;
    public override string Summary => "Appends lists, combines their items by position, or joins two lists by a key like a database. Combined objects become one object; other items combined by position become a list.";
    public override IReadOnlyList<string> Synonyms { get; } = ["Merge", "join", "combine", "append", "zip lists"];
    public override string Describe(WrittenConfiguration written) => $"{written.Text("how", "append")} {(written.Text("key") is { Length: > 0 } key ? $"by {key}" : "")}".TrimEnd();
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("Orders with customers",
            """{"how": "join", "lists": [{"value": "{{orders}}"}, {"value": "{{customers}}"}], "key": "customer", "rightKey": "id", "type": "number", "kind": "left"}""",
            """{"orders": [{"customer": 7, "total": 120}, {"customer": 9, "total": 5}], "customers": [{"id": "7", "name": "Ada"}]}"""),
        new("Outputs of two nodes, one after the other", """{"how": "append"}""", """{"input": {"first": [1, 2], "second": [3]}}"""),
        new("Questions with answers", """{"how": "zip"}""", """{"input": {"asked": [{"question": "Name?"}, {"question": "Age?"}], "told": [{"answer": "Ada"}, {"answer": 36}]}}"""),
    ];
    public override Execution Execution => Execution.Background;

    protected override IEnumerable<FieldProblem> Check(Configuration configuration)
    {
        if (configuration is { How: Way.Join, Key: null })
            yield return new("key", "Key is required.");
        if (configuration is { How: Way.Join, Lists.Count: not (0 or 2) })
            yield return new("lists", "A join needs exactly two lists.");
        if (configuration.Lists.Count > MostLists)
            yield return new("lists", $"The node has {configuration.Lists.Count} lists; the limit is {MostLists}.");
    }

    protected override ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation)
    {
        var lists = Lists(configuration, context, cancellation);
        using var result = new OutputList(context.Limits, cancellation);
        switch (configuration.How)
        {
            case Way.Append:
                foreach (var item in lists.SelectMany(list => list.EnumerateArray()))
                    result.Add(item);
                break;
            case Way.Zip:
                Zip([.. lists], configuration.Prefer, result);
                break;
            default:
                Join([.. lists], configuration, result, cancellation);
                break;
        }
        return new(new NodeOutcome.Completed(result.ToJson()));
    }

    /// <summary>One list at a time, so that many long ones are not held at once where they need not be.</summary>
    static IEnumerable<JsonElement> Lists(Configuration configuration, NodeContext context, CancellationToken cancellation)
    {
        if (configuration.Lists.Count > 0)
            return configuration.Lists.Select((part, at) => List(part.Value.Evaluate(context, cancellation), $"list {at + 1}"));
        var input = context.Data.Find("input") ?? Json.Null;
        return input.ValueKind == JsonValueKind.Object
            ? input.EnumerateObject().Select(member => List(member.Value, $"`{member.Name}`"))
            : throw new NodeException($"The input is {Json.Describe(input)}, not the outputs of several nodes. Connect another node, or fill in Lists.");
    }

    static JsonElement List(JsonElement list, string which) => list.ValueKind == JsonValueKind.Array ? list
        : throw new NodeException($"The output of {which} is {Json.Describe(list)}; a list is required.");

    /// <summary>Continues to the end of the longest list. A missing item adds no field to an object, and null to a list.</summary>
    static void Zip(JsonElement[] lists, Side prefer, OutputList result)
    {
        var rest = Array.ConvertAll(lists, list => list.EnumerateArray());
        var longest = lists.Select(list => list.GetArrayLength()).DefaultIfEmpty(0).Max();
        var together = new JsonElement?[lists.Length];
        for (var at = 0; at < longest; at++)
        {
            for (var list = 0; list < lists.Length; list++)
                together[list] = rest[list].MoveNext() ? rest[list].Current : null;
            if (together.All(item => item is null or { ValueKind: JsonValueKind.Object }))
                result.AddObject(Together(together.OfType<JsonElement>(), prefer));
            else
                result.AddList(together.Select(item => item ?? Json.Null));
        }
    }

    static void Join(JsonElement[] lists, Configuration configuration, OutputList result, CancellationToken cancellation)
    {
        if (lists is not [var left, var right])
            throw new NodeException($"A join needs two lists, but the node has {lists.Length}. Fill in two in Lists.");
        var how = new Comparison(configuration.Type);
        var partners = Keyed(right, configuration.RightKey ?? configuration.Key!, how, "second").WithCancellation(cancellation).ToLookup(row => row.Key, row => row.Item);
        HashSet<ComparedValue> met = [];
        foreach (var (key, item) in Keyed(left, configuration.Key!, how, "first").WithCancellation(cancellation))
        {
            // What is missing or null is equal to nothing, as in a database.
            var found = key.IsNothing ? [] : partners[key];
            met.Add(key);
            if (configuration.Kind != Kind.Inner && !found.Any())
                result.Add(item);
            foreach (var partner in found)
                result.AddObject(Together([item, partner], configuration.Prefer));
        }
        if (configuration.Kind == Kind.Outer)
        {
            foreach (var lonely in partners.Where(row => row.Key.IsNothing || !met.Contains(row.Key)).SelectMany(row => row))
                result.Add(lonely);
        }
    }

    static IEnumerable<(ComparedValue Key, JsonElement Item)> Keyed(JsonElement list, ValuePath path, Comparison how, string which) => list.EnumerateArray().Select((item, index) =>
        item.ValueKind == JsonValueKind.Object
            ? (how.Of(ValuePath.Take(path, item)), item)
            : throw new NodeException($"Item {index + 1} of the {which} list is {Json.Describe(item)}; a join needs objects."));

    static Dictionary<string, JsonElement> Together(IEnumerable<JsonElement> objects, Side prefer)
    {
        Dictionary<string, JsonElement> fields = [];
        foreach (var member in objects.SelectMany(item => item.EnumerateObject()))
        {
            if (prefer == Side.Right || !fields.ContainsKey(member.Name))
                fields[member.Name] = member.Value;
        }
        return fields;
    }
}
