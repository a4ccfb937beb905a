using System.Text.Json.Nodes;
using HtmxFlows.Inputs;

namespace HtmxFlows.Nodes;

/// <summary>What a workflow asks for, as the JSON Schema of a tool.</summary>
static class ToolSchema
{
    /// <summary>The field of a workflow's prompt, unless it asks for an input of that name.</summary>
    public const string Prompt = "prompt";

    public static JsonObject Of(CallableWorkflow workflow)
    {
        var fields = new JsonObject();
        if (workflow.Inputs.All(input => input.Name != Prompt))
            fields[Prompt] = new JsonObject { ["type"] = "string", ["description"] = "The task" };
        foreach (var input in workflow.Inputs)
            fields[input.Name] = Of(input);
        return new()
        {
            ["type"] = "object",
            ["properties"] = fields,
            ["required"] = new JsonArray([.. workflow.Inputs.Where(input => input.Required && input.Default is null).Select(input => JsonValue.Create(input.Name))]),
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
}
