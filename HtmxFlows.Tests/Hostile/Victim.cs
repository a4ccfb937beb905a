using System.Text.Json.Nodes;
using HtmxFlows.Inputs;
using HtmxFlows.Nodes;

namespace HtmxFlows.Tests.Hostile;

/// <summary>A field of a node type, with an otherwise valid configuration into which a test puts a value.</summary>
/// <param name="Type">The node type.</param>
/// <param name="Path">The way to the field: <c>data.cases[].conditions[].left</c>.</param>
/// <param name="Field">The field.</param>
/// <param name="Bases">Configurations, as JSON, in which <see cref="Mark"/> stands at the field; they differ in what else is chosen.</param>
/// <param name="Names">The outputs of earlier nodes that the configuration works on: an object, as JSON.</param>
sealed record Victim(NodeType Type, string Path, ConfigurationField Field, IReadOnlyList<string> Bases, string Names)
{
    const string Mark = "\"@payload@\"";

    /// <summary>Every field of every node type, the settings of nodes included.</summary>
    public static IEnumerable<Victim> All(NodeCatalogue catalogue) =>
        catalogue.Types.SelectMany(type => type.Shape.All().Select(found => Of(type, found.Path, found.Field)))
            .Concat(NodeSettings.Shape.All().Select(found => Of(catalogue.Find("template")!, $"settings.{found.Path}", found.Field)));

    /// <summary>A configuration with a value at the field.</summary>
    /// <param name="round">Which of the bases, counted round.</param>
    public string With(string json, int round) => Bases[round % Bases.Count].Replace(Mark, json, StringComparison.Ordinal);

    static Victim Of(NodeType type, string path, ConfigurationField field)
    {
        var steps = path.Split('.');
        var example = type.Examples.FirstOrDefault(example => Holds(JsonNode.Parse(example.Data), steps)) ?? type.Examples[0];
        // Each choice beside the field is another parser behind it.
        var choices = Siblings(type.Shape, steps).Where(sibling => sibling.Field.Kind == FieldKind.Choice && sibling.Path != path).ToArray();
        List<string> bases = [Marked(example.Data, type.Shape, steps, null)];
        foreach (var (choice, at) in choices)
            bases.AddRange(at.Choices.Select(word => Marked(example.Data, type.Shape, steps, (choice.Split('.'), word))));
        return new(type, path, field, [.. bases.Distinct()], example.Names);
    }

    /// <summary>The fields of the object that holds a field, and of those around it.</summary>
    static IEnumerable<(string Path, ConfigurationField Field)> Siblings(ConfigurationShape shape, string[] steps)
    {
        var prefix = "";
        foreach (var step in steps)
        {
            foreach (var field in shape.Fields)
                yield return (prefix + field.Name, field);
            if (shape.Fields.FirstOrDefault(field => field.Name == step.TrimEnd('[', ']'))?.Rows is not { } rows)
                yield break;
            (shape, prefix) = (rows, $"{prefix}{step}.");
        }
    }

    static bool Holds(JsonNode? data, string[] steps) => steps.Length == 0
        || data is JsonObject fields && fields[steps[0].TrimEnd('[', ']')] is { } value
            && (steps[0].EndsWith(']') ? value is JsonArray { Count: > 0 } rows && Holds(rows[0], steps[1..]) : Holds(value, steps[1..]));

    static string Marked(string example, ConfigurationShape shape, string[] steps, (string[] Steps, string Word)? choice)
    {
        var data = JsonNode.Parse(example)!.AsObject();
        if (choice is { } chosen)
            Put(data, shape, chosen.Steps, chosen.Word);
        Put(data, shape, steps, "@payload@");
        return data.ToJsonString();
    }

    static void Put(JsonObject data, ConfigurationShape shape, string[] steps, string value)
    {
        var name = steps[0].TrimEnd('[', ']');
        if (steps.Length == 1)
        {
            data[name] = value;
            return;
        }
        var rows = shape.Fields.FirstOrDefault(field => field.Name == name)?.Rows;
        var within = steps[0].EndsWith(']')
            ? ((data[name] as JsonArray ?? (data[name] = new JsonArray(Sample(rows!))).AsArray())[0] ?? throw new InvalidOperationException(name)).AsObject()
            : data[name] as JsonObject ?? (data[name] = new JsonObject()).AsObject();
        Put(within, rows ?? NodeSettings.Shape, steps[1..], value);
    }

    /// <summary>A row with what a row must have.</summary>
    static JsonObject Sample(ConfigurationShape shape)
    {
        var row = new JsonObject();
        foreach (var field in shape.Fields.Where(field => field.Required))
            row[field.Name] = field.Kind switch
            {
                FieldKind.Choice => field.Choices[0],
                FieldKind.Number => field.Minimum ?? 1,
                FieldKind.Switch => true,
                FieldKind.Rows => new JsonArray(Sample(field.Rows!)),
                FieldKind.Texts => new JsonArray("a"),
                _ => "a",
            };
        return row;
    }

    public override string ToString() => $"{Type.Name} {Path}";
}
