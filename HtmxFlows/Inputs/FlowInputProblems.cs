namespace HtmxFlows.Inputs;

/// <summary>What is wrong with a declared input.</summary>
static class FlowInputProblems
{
    const int LongestName = 100;

    /// <summary>What no single field shows.</summary>
    public static IEnumerable<FieldProblem> Of(FlowInput input)
    {
        if (!IsReferable(input.Name))
            yield return new("name", $"`{input.Name}` is no name that templates can refer to: it must begin with a letter and have only letters, digits, _ and -, at most {LongestName}.");
        if (input.Name == "prompt")
            yield return new("name", "Every run has a prompt already. Give the input another name.");
        if (input.Type == FlowInputType.Choice && input.Choices.Count == 0)
            yield return new("choices", "Choices are missing: give those that can be chosen.");
        if (input.Type != FlowInputType.Choice && input.Choices.Count > 0)
            yield return new("choices", "Choices belong to the type choice.");
        if (input.Choices.Any(string.IsNullOrWhiteSpace) || input.Choices.Distinct().Count() < input.Choices.Count)
            yield return new("choices", "Choices must differ from each other, and none may be empty.");
        if (input.Default is { } value && !InputValues.Fits(input, value))
            yield return new("default", $"The default does not fit: {input.Expectation}");
    }

    static bool IsReferable(string name) =>
        name.Length is > 0 and <= LongestName && char.IsLetter(name[0]) && name.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '-');
}
