using System.Text.RegularExpressions;
using HtmxFlows.Inputs;

namespace HtmxFlows.Api;

/// <summary>A server of the Model Context Protocol: a name in its address, and the workflows that it offers as tools.</summary>
/// <param name="Title">What people call it; empty if the name is enough.</param>
/// <param name="Workflows">The ids of the workflows.</param>
public sealed partial record McpServerContent(string Name, string Title, IReadOnlyList<Guid> Workflows)
{
    /// <summary>The longest title in characters, and the most tools.</summary>
    public const int LongestTitle = 100, MostTools = 100;

    public string Address => $"/mcp/{Name}";

    internal IEnumerable<FieldProblem> FindProblems()
    {
        if (!Names().IsMatch(Name))
            yield return new("name", "Use 1 to 40 small letters, digits and hyphens, such as support-desk.");
        if (Title.Length > LongestTitle)
            yield return new("title", $"The title is longer than {LongestTitle} characters. Shorten it.");
        if (Workflows.Count is 0 or > MostTools)
            yield return new("workflows", $"Choose 1 to {MostTools} workflows.");
    }

    [GeneratedRegex("^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$")]
    private static partial Regex Names();
}
