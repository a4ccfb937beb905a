
namespace HtmxFlows.Nodes;

/// <summary>When a node with several incoming edges starts.</summary>
public enum Join
{
    /// <summary>When every edge that can still deliver has delivered.</summary>
    Arriving,

    /// <summary>When every edge has delivered; one dead edge skips the node.</summary>
    All,

    /// <summary>When the first edge delivers.</summary>
    First,
}
