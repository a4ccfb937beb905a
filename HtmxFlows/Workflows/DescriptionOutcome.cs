namespace HtmxFlows.Workflows;

/// <summary>What became of a description of a workflow. The set is closed.</summary>
public abstract record DescriptionOutcome
{
    DescriptionOutcome() { }

    /// <param name="Content">A workflow with a flow that can be edited; it may have problems.</param>
    public sealed record Drafted(WorkflowContent Content) : DescriptionOutcome;

    /// <param name="Problem">A sentence for people.</param>
    public sealed record Refused(string Problem) : DescriptionOutcome;
}
