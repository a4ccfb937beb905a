using System.Text.RegularExpressions;
using HtmxFlows.Expressions;
using HtmxFlows.Nodes;

namespace HtmxFlows.Workflows;

/// <summary>
/// Finds functions that change a secret in nodes that do not send it: part of a secret, or one that is encoded twice, is not masked. A node
/// that calls out may change a secret, e.g. encode it for a header.
/// </summary>
static partial class SecretFunctions
{
    /// <summary>Functions and words that give a secret as it is, in JSON, or not at all.</summary>
    static readonly HashSet<string> Safe = ["default", "json", "lookup", "if", "unless", "else", "eq", "ne", "and", "or", "not", "choose"];

    public static IEnumerable<FlowProblem> FindProblems(PlannedNode node) =>
        node.Type.Execution == Execution.External ? []
        : from field in node.Templates
          let function = Find(field.Template.Syntax)
          where function is not null
          select new FlowProblem($"`{function}` would change a secret so that it is not masked. Use the secret alone here, or use the function in the node that sends it.", Node: node.Id, Field: field.Field);

    /// <summary>The first function that changes a secret; null if none does.</summary>
    public static string? Find(TemplateSyntax template) => template.Secrets.Count == 0 ? null
        : template.Expressions.Where(expression => Secret().IsMatch(expression.Text))
            .SelectMany(expression => Function().Matches(expression.Text).Select(match => match.Groups["name"].Value))
            .FirstOrDefault(name => !Safe.Contains(name));

    [GeneratedRegex(@"(?<![\w-])\[?secrets\]?[./]")]
    private static partial Regex Secret();

    /// <summary>The name at the start of an expression or a sub-expression that has something after it.</summary>
    [GeneratedRegex(@"(?:^[#^&{/\s]*(?:else\s+)?|\(\s*)(?<name>[^\s()""'|=]+)(?=\s+[^\s|}])")]
    private static partial Regex Function();
}
