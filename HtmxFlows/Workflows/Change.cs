
namespace HtmxFlows.Workflows;

/// <summary>What became of a part of a flow.</summary>
public enum Change { Added, Removed, Changed }
