namespace HtmxFlows.Inputs;

/// <summary>What is wrong with a declared input.</summary>
static class FlowInputProblems
{
    const int LongestName = 100;

    /// <summary>What no single field shows.</summary>
    public static IEnumerable<FieldProblem> Of(FlowInput input)
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
        if (input is { Type: FlowInputType.File, Default: not null })
            yield return new("default", "A file has no default. Clear it.");
        else if (input.Default is { } value && !InputValues.Fits(input, value))
            yield return new("default", $"The default is not valid: {input.Expectation}");
    }

    static bool IsReferable(string name) =>
        name.Length is > 0 and <= LongestName && char.IsLetter(name[0]) && name.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '-');
}
