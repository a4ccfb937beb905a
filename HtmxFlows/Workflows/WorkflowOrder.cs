namespace HtmxFlows.Workflows;

/// <summary>The order of the list of workflows.</summary>
public enum WorkflowOrder
{
    /// <summary>The most recently run or created first.</summary>
    LastRun,

    /// <summary>By name.</summary>
    Name,

    /// <summary>The most recently edited or published first.</summary>
    LastChange,
}
