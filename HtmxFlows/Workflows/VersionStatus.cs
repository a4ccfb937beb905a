namespace HtmxFlows.Workflows;

public enum VersionStatus
{
    /// <summary>It can run, and runs use the newest one.</summary>
    Published,

    /// <summary>A flow that was kept although it cannot run, or that was run before it was published.</summary>
    Draft,
}
