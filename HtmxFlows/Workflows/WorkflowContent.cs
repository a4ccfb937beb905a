namespace HtmxFlows.Workflows;

/// <summary>What a person or a client gives to be saved.</summary>
public sealed record WorkflowContent(string Name, string Description, string Flow)
{
    /// <summary>The longest name and description, in characters.</summary>
    public const int LongestName = 200, LongestDescription = 2000;

    /// <summary>Everything that is wrong with the name and the description.</summary>
    public IReadOnlyList<FlowProblem> FindDescriptionProblems()
    {
        List<FlowProblem> problems = [];
        if (string.IsNullOrWhiteSpace(Name))
            problems.Add(new("Enter a name.", Field: "name"));
        if (Name.Length > LongestName)
            problems.Add(new($"The name is longer than {LongestName} characters.", Field: "name"));
        if (Description.Length > LongestDescription)
            problems.Add(new($"The description is longer than {LongestDescription} characters.", Field: "description"));
        return problems;
    }
}
