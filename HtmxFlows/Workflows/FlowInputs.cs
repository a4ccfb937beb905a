using System.Text.Json;
using HtmxFlows.Data;
using HtmxFlows.Nodes;

namespace HtmxFlows.Workflows;

/// <summary>Reads a flow's list of inputs, and collects what is wrong with it.</summary>
static class FlowInputs
{
    const int MostInputs = 100, LongestName = 100;

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
        foreach (var problem in problems.Count == 0 ? FindProblems(input) : problems)
            report(problem);
        if (input.Name.Length > 0 && !names.Add(input.Name))
            report(new("name", $"The input name `{input.Name}` is used twice."));
        return input;
    }

    static string Name(JsonElement item) =>
        item.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString()! : "";

    /// <summary>What no single field shows.</summary>
    internal static IEnumerable<FieldProblem> FindProblems(FlowInput input)
    {
        if (!IsReferable(input.Name))
            yield return new("name", $"`{input.Name}` is not a valid name. Start with a letter, and use up to {LongestName} letters, digits, _ and -.");
        if (input.Name == "prompt")
            yield return new("name", "The name “prompt” is reserved for the prompt. Use another name.");
        if (input.Type == FlowInputType.Choice && input.Choices.Count == 0)
            yield return new("choices", "Add at least one choice.");
        if (input.Type != FlowInputType.Choice && input.Choices.Count > 0)
            yield return new("choices", "Only the type choice has choices.");
        if (input.Choices.Any(string.IsNullOrWhiteSpace) || input.Choices.Distinct().Count() < input.Choices.Count)
            yield return new("choices", "Choices must be distinct and not empty.");
        if (input.Default is { } value && !InputValues.Fits(input, value))
            yield return new("default", $"The default is not valid: {input.Expectation}");
    }

    static bool IsReferable(string name) =>
        name.Length is > 0 and <= LongestName && char.IsLetter(name[0]) && name.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '-');
}
