using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

/// <summary>Reads JSON from a text, writes it, or takes a part of it.</summary>
public sealed class JsonTextNode : NodeType<JsonTextNode.Configuration>
{
    public enum Operation { Parse, Format, Get }

    public sealed record Configuration
    {
        [Display(Name = "Operation", Description = "Parse: a text of JSON becomes the value. Format: a value becomes a text of JSON. Get: what a path leads to."), Required]
        public Operation Operation { get; init; }

        [Display(Name = "Value", Description = "The text, or one expression that gives the value. Left out, it is the input."), DataType(DataType.MultilineText)]
        public Template? Value { get; init; }

        [Display(Name = "Path", Description = "The way to the part, such as order.lines.[0].sku.")]
        public ValuePath? Path { get; init; }

        [Display(Name = "Otherwise", Description = "What stands in if the path leads nowhere. Left out, that is an error.")]
        public Template? Otherwise { get; init; }

        [Display(Name = "Indented", Description = "Writes JSON over several lines, for people.")]
        public bool Indented { get; init; }
    }

    public override string Name => "json";
    public override string Title => "JSON";
    public override NodeCategory Category => NodeCategory.Data;
    public override string Summary => "Reads a text of JSON, writes a value as one, or takes a part of a value by its path. Numbers keep all of their digits.";
    public override IReadOnlyList<NodeExample> Examples { get; } =
    [
        new("Read what came as a text", """{"operation": "parse", "value": "{{fetch.body}}"}""", """{"fetch": {"body": "{\"id\": 12345678901234567890, \"tags\": []}"}}"""),
        new("Write it for people", """{"operation": "format", "indented": true}""", """{"input": {"id": 1, "tags": ["new"]}}"""),
        new("A part, or what stands in for it", """{"operation": "get", "path": "customer.emails.[0]", "otherwise": "nobody@example.com"}""", """{"input": {"customer": {"emails": []}}}"""),
    ];
    public override Execution Execution => Execution.Background;

    protected override IEnumerable<FieldProblem> Check(Configuration configuration)
    {
        if (configuration is { Operation: Operation.Get, Path: null })
            yield return new("path", "Path is missing.");
    }

    protected override ValueTask<NodeOutcome> Execute(Configuration configuration, NodeContext context, CancellationToken cancellation)
    {
        var value = context.ValueOrInput(configuration.Value, cancellation);
        return new(new NodeOutcome.Completed(configuration.Operation switch
        {
            Operation.Parse => Parse(value),
            Operation.Format => Json.Text(configuration.Indented ? Json.Pretty(value) : JsonSerializer.Serialize(value, Json.Options)),
            _ => configuration.Path!.Find(value) ?? configuration.Otherwise?.Evaluate(context, cancellation)
                ?? throw new NodeException($"`{configuration.Path}` leads nowhere: the value is {Json.Describe(value)} without it. Use another path, or say in Otherwise what stands in for it."),
        }));
    }

    /// <summary>What is JSON already stays what it is.</summary>
    static JsonElement Parse(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
            return value;
        try
        {
            return Json.Parse(value.GetString()!);
        }
        catch (JsonException error)
        {
            throw new NodeException($"{Json.Describe(value)} cannot be read as JSON: {error.Message}", error);
        }
    }
}
