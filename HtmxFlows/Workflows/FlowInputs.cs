using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Inputs;

namespace HtmxFlows.Workflows;

/// <summary>Reads a flow's list of inputs, and collects what is wrong with it.</summary>
static class FlowInputs
{
    const int MostInputs = 100;

    static readonly ConfigurationShape Shape = ConfigurationShape.Of(typeof(FlowInput));

    /// <returns>The inputs; one with a problem by its name alone, so that what refers to it is not called a problem too.</returns>
    public static IReadOnlyList<FlowInput> Read(JsonElement source, List<FlowProblem> problems)
    {
        if (!source.TryGetProperty("inputs", out var list) || list.ValueKind == JsonValueKind.Null)
            return [];
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > MostInputs)
        {
            problems.Add(new(list.ValueKind == JsonValueKind.Array ? $"The workflow has more than {MostInputs} inputs." : "`inputs` is not a list.", Field: "inputs"));
            return [];
        }
        HashSet<string> names = [];
        return [.. list.EnumerateArray().Select((item, index) => Read(item, names, problem => problems.Add(new(problem.Message, Field: $"inputs[{index}].{problem.Field}".TrimEnd('.')))))];
    }

    static FlowInput Read(JsonElement item, HashSet<string> names, Action<FieldProblem> report)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            report(new("", "An input must be an object with a name and a type."));
            return new();
        }
        var problems = Shape.FindProblems(item);
        var input = problems.Count == 0 ? Shape.FieldsOf(item).Deserialize<FlowInput>(Json.Options)! : new() { Name = Name(item) };
        foreach (var problem in problems.Count == 0 ? FlowInputProblems.Of(input) : problems)
            report(problem);
        if (input.Name.Length > 0 && !names.Add(input.Name))
            report(new("name", $"The input name `{input.Name}` is used twice."));
        return input;
    }

    static string Name(JsonElement item) =>
        item.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString()! : "";
}
