namespace HtmxFlows.Nodes;

/// <summary>What happens to a node that works on items when one of them fails.</summary>
public enum OnFailure
{
    /// <summary>The node fails; items in flight are cancelled.</summary>
    Stop,

    /// <summary>The others continue, and the list has the error in the place of the output.</summary>
    Collect,
}
