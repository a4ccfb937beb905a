using System.ComponentModel.DataAnnotations;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using HtmxFlows.Conditions;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

/// <summary>Makes an object from rows of names and values.</summary>
public sealed class SetNode : NodeType<SetNode.Configuration>
{
    public enum ValueType { Auto, Text, Number, Boolean, Date, List, Object, Json }

    public sealed record Field
    {
        [Display(Name = "Name"), Required]
        public string Name { get; init; } = "";

        [Display(Name = "Value", Description = "Default: empty text.")]
        public Template Value { get; init; } = new("");

        [Display(Name = "Type", Description = "Convert the value; auto keeps its type. Dates become ISO 8601 with an offset; lists and objects can be JSON text.")]
        public ValueType Type { get; init; }
    }

    public sealed record Configuration
    {
        [Display(Name = "Fields", ShortName = "field", Description = "The fields of the object."), Required]
        public IReadOnlyList<Field> Fields { get; init; } = [];

        [Display(Name = "Keep other fields", Description = "Keep the input's other fields.")]
        public bool Keep { get; init; }
    }

    public override string Name => "set";
    public override string Title => "Set fields";
    public override NodeCategory Category => NodeCategory.Data;
    public override string Summary => "Creates an object from names and values, or adds them to the input.";
    public override IReadOnlyList<string> Synonyms { get; } = ["Edit Fields", "Set", "assign", "change", "variable", "map", "inject"];
    public override bool IsCommon => true;
    public override string Describe(WrittenConfiguration written) => written.List("fields", "name");
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("Object with text and a number",
            """{"fields": [{"name": "city", "value": "{{prompt}}"}, {"name": "days", "value": "3", "type": "number"}]}""",
            """{"prompt": "Bern"}"""),
    ];

    protected override IEnumerable<FieldProblem> Check(Configuration configuration) =>
        FieldProblem.Twice("fields", configuration.Fields.Select(field => field.Name));

    protected override ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation)
    {
        var result = configuration.Keep ? Input(context) : [];
        var size = 0L;
        foreach (var field in configuration.Fields)
        {
            var value = field.Value.Evaluate(context, cancellation);
            if ((size += JsonMarshal.GetRawUtf8Value(value).Length) > context.Limits.OutputBytes)
                throw new NodeException($"With the field `{field.Name}` the object exceeds {context.Limits.OutputBytes} bytes of JSON, the limit of an output. Set fewer fields, or smaller values.");
            result[field.Name] = Convert(field, value);
        }
        return new(new NodeOutcome.Completed(Json.From(result)));
    }

    static JsonObject Input(NodeContext context) => context.Data.Find("input") switch
    {
        { ValueKind: JsonValueKind.Object } input => JsonObject.Create(input)!,
        null or { ValueKind: JsonValueKind.Null } => [],
        { } other => throw new NodeException($"The input is {Json.Describe(other)}, which has no fields to keep. Turn off Keep other fields, or pass an object."),
    };

    static JsonNode? Convert(Field field, JsonElement value) => field.Type switch
    {
        ValueType.Text => Json.AsText(value),
        ValueType.Number when Json.TryParse(Json.AsText(value)) is { ValueKind: JsonValueKind.Number } number => JsonValue.Create(number),
        ValueType.Boolean when Truth.Find(value) is { } truth => truth,
        ValueType.Date when WrittenDate.TryRead(Json.AsText(value), null, out var date) => WrittenDate.Write(date),
        ValueType.List when Comparison.Parsed(value) is { ValueKind: JsonValueKind.Array } list => JsonSerializer.SerializeToNode(list, Json.Options),
        ValueType.Object when Comparison.Parsed(value) is { ValueKind: JsonValueKind.Object } found => JsonSerializer.SerializeToNode(found, Json.Options),
        ValueType.Json when value.ValueKind != JsonValueKind.String => JsonSerializer.SerializeToNode(value, Json.Options),
        ValueType.Json when Json.TryParse(value.GetString()!) is { } parsed => JsonSerializer.SerializeToNode(parsed, Json.Options),
        ValueType.Auto => JsonSerializer.SerializeToNode(value, Json.Options),
        var type => throw new NodeException($"The field `{field.Name}` must be {Words[type]}, but its value is {Json.Describe(value)}."),
    };

    static readonly Dictionary<ValueType, string> Words = new()
    {
        [ValueType.Number] = "a number",
        [ValueType.Boolean] = $"one of {Truth.Words}",
        [ValueType.Date] = $"a date in {WrittenDate.Forms}",
        [ValueType.List] = "a list",
        [ValueType.Object] = "an object",
        [ValueType.Json] = "JSON",
    };
}
