namespace HtmxFlows.Workflows;

/// <summary>Which workflows a list has, and in which order.</summary>
/// <param name="Text">A text in the name or the description, in any letter case.</param>
/// <param name="Tag">A tag; null is any.</param>
/// <param name="IsArchived">The archived workflows instead of the others.</param>
public sealed record WorkflowQuery(string Text = "", string? Tag = null, WorkflowOrder Order = WorkflowOrder.LastRun, bool IsArchived = false)
{
    /// <summary>Workflows that the reader may not see; null is none.</summary>
    public IReadOnlyList<Guid>? Hidden { get; init; }
}
