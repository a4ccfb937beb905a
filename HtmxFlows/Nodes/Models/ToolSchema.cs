using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HtmxFlows.Data;
using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

/// <summary>A workflow as a tool of a model: its name, what it asks for as JSON Schema, and the arguments of a call.</summary>
static partial class ToolSchema
{
    /// <summary>The longest name of a tool, in characters.</summary>
    public const int LongestName = 64;

    /// <summary>The field of a workflow's prompt, unless it asks for an input of that name.</summary>
    const string Prompt = "prompt";

    /// <summary>A text as the name of a tool: letters, digits, _ and -.</summary>
    public static string NameOf(string text) => NotOfNames().Replace(text, "_") is { Length: > LongestName } longer ? longer[..LongestName] : NotOfNames().Replace(text, "_");

    /// <summary>Whether a text is the name of a tool.</summary>
    public static bool IsName(string text) => text.Length is > 0 and <= LongestName && !NotOfNames().IsMatch(text);

    /// <summary>The prompt and the values of inputs in the arguments of a call.</summary>
    public static (string Prompt, JsonElement? Input) Read(IReadOnlyList<FlowInput> inputs, JsonElement arguments)
    {
        var input = JsonObject.Create(arguments)!;
        var prompt = "";
        if (inputs.All(declared => declared.Name != Prompt) && input.Remove(Prompt, out var given))
            prompt = given is null ? "" : Json.AsText(Json.From(given));
        return (prompt, input.Count == 0 ? null : Json.From(input));
    }

    public static JsonObject Of(IReadOnlyList<FlowInput> inputs)
    {
        var fields = new JsonObject();
        if (inputs.All(input => input.Name != Prompt))
            fields[Prompt] = new JsonObject { ["type"] = "string", ["description"] = "The task" };
        foreach (var input in inputs)
            fields[input.Name] = Of(input);
        return new()
        {
            ["type"] = "object",
            ["properties"] = fields,
            ["required"] = new JsonArray([.. inputs.Where(input => input.Required && input.Default is null).Select(input => JsonValue.Create(input.Name))]),
        };
    }

    static JsonObject Of(FlowInput input)
    {
        var schema = new JsonObject { ["description"] = input.Help.Length > 0 ? $"{input.Title}: {input.Help}" : input.Title };
        var (type, format) = input.Type switch
        {
            FlowInputType.Number => ("number", null),
            FlowInputType.Boolean => ("boolean", null),
            FlowInputType.Date => ("string", "date"),
            FlowInputType.Json => (null, null),
            FlowInputType.File => ("object", null),
            _ => ((string?)"string", (string?)null),
        };
        if (type is not null)
            schema["type"] = type;
        if (format is not null)
            schema["format"] = format;
        if (input.Type == FlowInputType.Choice)
            schema["enum"] = new JsonArray([.. input.Choices.Select(choice => JsonValue.Create(choice))]);
        return schema;
    }

    [GeneratedRegex("[^A-Za-z0-9_-]+")]
    private static partial Regex NotOfNames();
}
