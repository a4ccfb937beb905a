
namespace HtmxFlows.Nodes;

/// <summary>What happens to the run when a node fails.</summary>
public enum OnError
{
    /// <summary>The run fails.</summary>
    Fail,

    /// <summary>The run continues with an object as the node's output: the message, the node, the attempt, and the answer that was the failure.</summary>
    Continue,

    /// <summary>The run continues at the node's <c>error</c> port, with the same output.</summary>
    Port,
}
