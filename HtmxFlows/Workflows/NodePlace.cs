
namespace HtmxFlows.Workflows;

/// <summary>Where a node is put.</summary>
public enum NodePlace { Alone, After, Beside, Before, Edge }
