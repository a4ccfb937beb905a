namespace HtmxFlows.Workflows;

/// <summary>What a name or an id leads to.</summary>
public abstract record ResolveOutcome
{
    ResolveOutcome() { }

    /// <summary>One workflow.</summary>
    public sealed record Found(Guid Workflow) : ResolveOutcome;

    /// <summary>No workflow, or several.</summary>
    /// <param name="Problem">A sentence that says which, and what to do.</param>
    public sealed record NotFound(string Problem) : ResolveOutcome;
}
