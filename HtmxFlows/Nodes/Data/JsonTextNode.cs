using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Files;
using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

/// <summary>Reads JSON from a text, writes it, or takes a part of it.</summary>
public sealed class JsonTextNode : NodeType<JsonTextNode.Configuration>
{
    public enum Operation { Parse, Format, Get }

    /// <summary>What becomes of an object that has a key twice.</summary>
    public enum DuplicateKeys { Refuse, LastWins }

    public sealed record Configuration
    {
        [Display(Name = "Operation", Description = "Parse: JSON text or a JSON file to a value. Format: a value to JSON text. Get: the value at a path."), Required]
        public Operation Operation { get; init; }

        [Display(Name = "Value", Description = "The text or the file, or one expression for the value. Default: the input."), DataType(DataType.MultilineText)]
        public Template? Value { get; init; }

        [AppliesWhen(nameof(Operation), Operation.Parse), Display(Name = "Lenient", Description = "Parse: take the first complete object or list between other text, and allow comments and trailing commas. A text that is one code fence is always accepted.")]
        public bool Lenient { get; init; }

        [AppliesWhen(nameof(Operation), Operation.Parse), Display(Name = "Duplicate keys", Description = "Parse. Refuse: an error. Last wins: the last value, as in JavaScript and Python.")]
        public DuplicateKeys DuplicateKeys { get; init; }

        [AppliesWhen(nameof(Operation), Operation.Get), Display(Name = "Path", Description = "The path to the value, e.g. order.lines.[0].sku.")]
        public ValuePath? Path { get; init; }

        [AppliesWhen(nameof(Operation), Operation.Get), Display(Name = "Default value", Description = "The value if nothing is at the path. Default: an error.")]
        public Template? Otherwise { get; init; }

        [AppliesWhen(nameof(Operation), Operation.Format), Display(Name = "Indented", Description = "Indent the JSON.")]
        public bool Indented { get; init; }
    }

    public override string Name => "json";
    public override string Title => "JSON";
    public override NodeCategory Category => NodeCategory.Data;
    public override string Summary => "Parses JSON text, formats a value as JSON, or gets a part of a value by path. Numbers keep all digits.";
    public override IReadOnlyList<string> Synonyms { get; } = ["parse JSON", "stringify"];
    public override string Describe(WrittenConfiguration written) => $"{written.Choice("operation", "parse")} {written.Text("path")}".TrimEnd();
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("Parse a text", """{"operation": "parse", "value": "{{fetch.body}}"}""", """{"fetch": {"body": "{\"id\": 12345678901234567890, \"tags\": []}"}}"""),
        new("JSON in the answer of a model", """{"operation": "parse", "lenient": true}""", """{"input": "Here it is:\n```json\n{\"city\": \"Rome\",}\n```\nAnything else?"}"""),
        new("Indented JSON", """{"operation": "format", "indented": true}""", """{"input": {"id": 1, "tags": ["new"]}}"""),
        new("A part with a default value", """{"operation": "get", "path": "customer.emails.[0]", "otherwise": "nobody@example.com"}""", """{"input": {"customer": {"emails": []}}}"""),
    ];
    public override Execution Execution => Execution.Background;

    public override IEnumerable<(string Field, IReadOnlyList<string> Path)> DataPaths(object configuration) =>
        configuration is Configuration { Operation: Operation.Get, Value: null or { Text.Length: 0 }, Path: { } path } ? [("path", ["input", .. path.Segments])] : [];

    public override string Rename(string field, string text, JsonObject data, IReadOnlyDictionary<string, string> names)
    {
        string[] path = ["input", .. new ValuePath(text).Segments];
        if (field != "path" || data["value"] is not null || PathNames.Find(path, names) is not (0, var count, var to) || TemplateSyntax.Segments(to) is not ["input", .. var moved])
            return text;
        string[] all = [.. moved, .. path.Skip(count)];
        return all.Length > 0 ? PathNames.Key(all) : ValuePath.Whole;
    }

    protected override IEnumerable<FieldProblem> Check(Configuration configuration)
    {
        if (configuration is { Operation: Operation.Get, Path: null })
            yield return new("path", "Path is required.");
    }

    protected override ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation)
    {
        var value = context.ValueOrInput(configuration.Value, cancellation);
        return new(new NodeOutcome.Completed(configuration.Operation switch
        {
            Operation.Parse => value.ValueKind == JsonValueKind.String || FileValue.Of(value) is not null ? Parse(configuration, context.Files.TextOf(value)) : value,
            Operation.Format => Json.Text(configuration.Indented ? Json.Pretty(value) : JsonSerializer.Serialize(value, Json.Options)),
            _ => configuration.Path!.Find(value) ?? configuration.Otherwise?.Evaluate(context, cancellation)
                ?? throw new NodeException($"Nothing is at `{configuration.Path}` in {Json.Describe(value)}. Use another path, or set a Default value."),
        }));
    }

    static JsonElement Parse(Configuration configuration, string text)
    {
        try
        {
            var json = (TolerantJson.Fenced(text) ?? text).TrimStart('\uFEFF');
            return configuration.DuplicateKeys == DuplicateKeys.LastWins ? TolerantJson.LastWins(json) : Json.Parse(json);
        }
        catch (JsonException error)
        {
            if (configuration.Lenient && TolerantJson.FindIn(text).FirstOrDefault() is { ValueKind: not JsonValueKind.Undefined } found)
                return found;
            throw new NodeException($"{Json.Describe(Json.Text(text))} is not valid JSON: {JsonFault.Reason(error)}.", error);
        }
    }
}
