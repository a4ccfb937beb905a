using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

/// <summary>Renames, removes, keeps and orders the fields of an object, or of each object in a list.</summary>
public sealed class RenameFieldsNode : NodeType<RenameFieldsNode.Configuration>
{
    public sealed record Renaming
    {
        [Display(Name = "From", Description = "The name of the field."), Required]
        public string From { get; init; } = "";

        [Display(Name = "To", Description = "Its new name."), Required]
        public string To { get; init; } = "";
    }

    public sealed record Configuration
    {
        [Display(Name = "Value", Description = "An object or a list of objects, e.g. {{fetch.body.items}}. Default: the input.")]
        public Template? Value { get; init; }

        [Display(Name = "Rename", ShortName = "name", Description = "New names for fields. Two fields can swap their names.")]
        public IReadOnlyList<Renaming> Rename { get; init; } = [];

        [Display(Name = "Remove", Description = "Fields to remove, one per line.")]
        public IReadOnlyList<string> Remove { get; init; } = [];

        [Display(Name = "Keep only", Description = "Fields to keep, by their new names, one per line. Default: all.")]
        public IReadOnlyList<string> Keep { get; init; } = [];

        [Display(Name = "First", Description = "Fields to put first, in this order, by their new names, one per line.")]
        public IReadOnlyList<string> First { get; init; } = [];

        [Display(Name = "Fail if missing", Description = "Fail if a named field is missing in an object. Default: missing fields are ignored.")]
        public bool Strict { get; init; }
    }

    public override string Name => "rename-fields";
    public override string Title => "Rename fields";
    public override NodeCategory Category => NodeCategory.Data;
    public override string Summary => "Renames, removes, keeps or orders the fields of an object, or of each object in a list. Values stay as they are.";
    public override IReadOnlyList<string> Synonyms { get; } = ["Rename keys", "map", "remove fields", "pick"];
    public override string Describe(WrittenConfiguration written) => string.Join(", ", written.Rows("rename").Select(row => $"{row.Text("from")} → {row.Text("to")}"));
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("Rename and remove", """{"rename": [{"from": "usr_nm", "to": "name"}], "remove": ["password"]}""", """{"input": {"id": 7, "usr_nm": "Ada", "password": "…"}}"""),
        new("Columns of a table, in order", """{"value": "{{rows}}", "rename": [{"from": "Amount CHF", "to": "amount"}], "keep": ["date", "amount"], "first": ["date", "amount"]}""",
            """{"rows": [{"Amount CHF": 19.90, "date": "2030-01-31", "note": ""}, {"note": "?", "Amount CHF": 5, "date": "2030-02-01"}]}"""),
        new("Swap two fields", """{"rename": [{"from": "first", "to": "last"}, {"from": "last", "to": "first"}]}""", """{"input": {"first": "Lovelace", "last": "Ada"}}"""),
    ];
    public override Execution Execution => Execution.Background;

    protected override IEnumerable<FieldProblem> Check(Configuration configuration)
    {
        if (configuration is { Rename.Count: 0, Remove.Count: 0, Keep.Count: 0, First.Count: 0 })
            yield return new("rename", "The node changes nothing. Fill in Rename, Remove, Keep only or First.");
        foreach (var problem in FieldProblem.Twice(configuration.Rename.Select((row, index) => (row.From, $"rename[{index}].from")))
            .Concat(FieldProblem.Twice(configuration.Rename.Select((row, index) => (row.To, $"rename[{index}].to")))))
            yield return problem;
        foreach (var (name, index) in configuration.Rename.Select((row, index) => (row.From, index)).Where(row => configuration.Remove.Contains(row.From)))
            yield return new($"rename[{index}].from", $"The field `{name}` is renamed and removed. Delete one of them.");
    }

    protected override ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation)
    {
        var value = context.ValueOrInput(configuration.Value, cancellation);
        var changes = new Changes(configuration);
        using var result = new OutputList(context.Limits, cancellation);
        foreach (var (index, item) in (value.ValueKind == JsonValueKind.Array ? ListInput.Items(value) : [value]).Index())
            result.AddObject(changes.Apply(item, value.ValueKind == JsonValueKind.Array ? $"Item {index + 1}: " : ""));
        var list = result.ToJson();
        return new(new NodeOutcome.Completed(value.ValueKind == JsonValueKind.Array ? list : list[0]));
    }

    sealed class Changes(Configuration configuration)
    {
        readonly Dictionary<string, string> names = configuration.Rename.ToDictionary(row => row.From, row => row.To);
        readonly HashSet<string> removed = [.. configuration.Remove], kept = [.. configuration.Keep];
        readonly string[] first = [.. configuration.First.Distinct()];

        /// <exception cref="NodeException">It is no object, a name would be there twice, or a field is missing.</exception>
        public IEnumerable<KeyValuePair<string, JsonElement>> Apply(JsonElement item, string place)
        {
            if (item.ValueKind != JsonValueKind.Object)
                throw new NodeException($"{place}the value is {Json.Describe(item)}; an object is required. Use one expression that returns an object or a list of objects.");
            OrderedDictionary<string, JsonElement> fields = [];
            foreach (var member in item.EnumerateObject().Where(member => !removed.Contains(member.Name)))
            {
                if (!fields.TryAdd(names.GetValueOrDefault(member.Name, member.Name), member.Value))
                    throw new NodeException($"{place}two fields would be called `{names.GetValueOrDefault(member.Name, member.Name)}`. Rename or remove one of them.");
            }
            if (configuration.Strict)
                Require(item, fields, place);
            return first.Where(fields.ContainsKey).Select(name => KeyValuePair.Create(name, fields[name])).Concat(fields.Where(field => !first.Contains(field.Key)))
                .Where(field => kept.Count == 0 || kept.Contains(field.Key));
        }

        void Require(JsonElement item, OrderedDictionary<string, JsonElement> fields, string place)
        {
            var missing = names.Keys.Concat(removed).FirstOrDefault(name => !item.TryGetProperty(name, out _))
                ?? kept.Concat(first).FirstOrDefault(name => !fields.ContainsKey(name));
            if (missing is not null)
                throw new NodeException($"{place}the field `{missing}` is missing. Correct the name, or turn off Fail if missing.");
        }
    }
}
