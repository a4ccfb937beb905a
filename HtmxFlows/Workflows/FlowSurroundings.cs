using HtmxFlows.Credentials;

namespace HtmxFlows.Workflows;

/// <summary>What is outside a flow, for its check.</summary>
/// <param name="Secrets">The known secrets.</param>
/// <param name="FindWorkflowProblem">Why a name or id leads to no workflow, in a sentence, or null.</param>
public sealed record FlowSurroundings(Secrets Secrets, Func<string, string?> FindWorkflowProblem)
{
    /// <summary>Whether a name or id leads to the workflow of the flow.</summary>
    public Func<string, bool> IsItself { get; init; } = _ => false;

    /// <summary>Why a trigger of a type cannot have an address, by its key, in a sentence, or null.</summary>
    public Func<string, string, string?> FindSlugProblem { get; init; } = (_, _) => null;
}
