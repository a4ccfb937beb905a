using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

/// <summary>Makes a list of a text, of what is inside the items of another, or of its batches.</summary>
public sealed class SplitNode : NodeType<SplitNode.Configuration>
{
    /// <summary>The longest separator, in characters: it is looked for at each place of the text.</summary>
    public const int LongestSeparator = 200;

    public enum Way { Batches, Text, Field }

    public sealed record Configuration
    {
        [Display(Name = "Into", Description = "Batches: lists of a fixed size. Text: the parts between separators. Field: the contents of a list in each item, as one list."), Required]
        public Way Into { get; init; }

        [Display(Name = "Value", Description = "The list as one expression, or the text. Default: the input.")]
        public Template? Value { get; init; }

        [AppliesWhen(nameof(Into), Way.Batches), Display(Name = "Size", Description = "Items per batch; the last may have fewer.")]
        public Template? Size { get; init; }

        [AppliesWhen(nameof(Into), Way.Text), Display(Name = "Separator", Description = "The separator of the parts; \\n is a new line, \\t a tab.")]
        public string Separator { get; init; } = "";

        [AppliesWhen(nameof(Into), Way.Text), Display(Name = "Trim", Description = "Remove white space around the parts, and remove empty parts.")]
        public bool Trim { get; init; } = true;

        [AppliesWhen(nameof(Into), Way.Field), Display(Name = "Path", Description = "The path to the list in an item, e.g. order.lines.")]
        public ValuePath? Path { get; init; }

        [AppliesWhen(nameof(Into), Way.Field), Display(Name = "Keep other fields", Description = "Keep the item's other fields; the list's item replaces the list.")]
        public bool Keep { get; init; }
    }

    public override string Name => "split";
    public override string Title => "Split";
    public override NodeCategory Category => NodeCategory.Lists;
    public override string Summary => "Splits a list into batches, a text into parts, or items into the contents of their lists.";
    public override IReadOnlyList<string> Synonyms { get; } = ["Split Out", "Split in Batches", "Item Lists", "batch", "chunk"];
    public override string Describe(WrittenConfiguration written) => $"into {written.Choice("into", "batches")} {written.Text("size")}{written.Text("path")}".TrimEnd();
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("Batches of two", """{"into": "batches", "size": "2"}""", """{"input": [1, 2, 3, 4, 5]}"""),
        new("The lines of a text", """{"into": "text", "separator": "\\n"}""", """{"input": "one\n two\n\nthree"}"""),
        new("The lines of all orders with their order ids",
            """{"into": "field", "value": "{{orders}}", "path": "lines", "keep": true}""",
            """{"orders": [{"id": 1, "lines": ["pear", "fig"]}, {"id": 2, "lines": ["nut"]}]}"""),
    ];
    public override Execution Execution => Execution.Background;

    protected override IEnumerable<FieldProblem> Check(Configuration configuration)
    {
        if (configuration.Into == Way.Batches && string.IsNullOrWhiteSpace(configuration.Size?.Text))
            yield return new("size", "Size is required.");
        if (configuration.Into == Way.Text && configuration.Separator.Length == 0)
            yield return new("separator", "Separator is required.");
        if (configuration.Separator.Length > LongestSeparator)
            yield return new("separator", $"Separator has more than {LongestSeparator} characters, the limit.");
        if (configuration.Into == Way.Field && configuration.Path is null)
            yield return new("path", "Path is required.");
        if (configuration is { Keep: true, Path: { } path } && (path.Name is null || path.Name != path.Root))
            yield return new("path", "With Keep other fields, the path must be a field of the item itself. Use a single name.");
        foreach (var problem in ListInput.FindProblems("size", "Size", configuration.Size, 1))
            yield return problem;
    }

    protected override ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation)
    {
        var value = context.ValueOrInput(configuration.Value, cancellation);
        return new(new NodeOutcome.Completed(configuration.Into switch
        {
            Way.Batches => Json.From(ListInput.Items(value).Chunk(ListInput.Count(configuration.Size!, "Size", 1, context, cancellation))),
            Way.Text => Json.From(Parts(configuration, value, context)),
            _ => Inside(configuration, value, context, cancellation),
        }));
    }

    static string[] Parts(Configuration configuration, JsonElement value, NodeContext context)
    {
        if (value.ValueKind != JsonValueKind.String)
            throw new NodeException($"The value is {Json.Describe(value)}; text is required. Use one expression that returns text.");
        context.RefuseSecret(value.GetString()!, "split");
        var separator = configuration.Separator.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\t", "\t", StringComparison.Ordinal);
        return value.GetString()!.Split(separator, configuration.Trim ? StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries : StringSplitOptions.None);
    }

    /// <summary>An object alone is as good as a list of one.</summary>
    static JsonElement Inside(Configuration configuration, JsonElement value, NodeContext context, CancellationToken cancellation)
    {
        var path = configuration.Path!;
        using var result = new OutputList(context.Limits, cancellation);
        foreach (var (index, item) in (value.ValueKind == JsonValueKind.Object ? [value] : ListInput.Items(value)).Index())
        {
            if (ValuePath.Take(path, item) is not { } inner)
                continue;
            if (inner.ValueKind != JsonValueKind.Array)
                throw new NodeException($"Item {index + 1}: `{path}` is {Json.Describe(inner)}; a list is required. Use another path, or filter out the item.");
            foreach (var part in inner.EnumerateArray())
                Add(result, configuration.Keep, item, path, part);
        }
        return result.ToJson();
    }

    static void Add(OutputList result, bool keep, JsonElement item, ValuePath path, JsonElement part)
    {
        if (keep)
            result.AddObject(item.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, member.Name == path.Name ? part : member.Value)));
        else
            result.Add(part);
    }
}
