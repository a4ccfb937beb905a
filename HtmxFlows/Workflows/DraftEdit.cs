namespace HtmxFlows.Workflows;

/// <summary>What an edit makes of a draft.</summary>
/// <param name="Content">The draft after the edit.</param>
/// <param name="Done">What was done.</param>
public sealed record DraftEdit(WorkflowContent Content, FlowEdit Done)
{
    /// <summary>A workflow that is created in the same commit; null if there is none.</summary>
    public WorkflowContent? Created { get; init; }

    /// <summary>Why the edit cannot be saved, besides what is checked of every draft.</summary>
    public IReadOnlyList<FlowProblem> Problems { get; init; } = [];
}
