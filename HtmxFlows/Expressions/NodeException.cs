namespace HtmxFlows.Expressions;

/// <summary>An expected failure of a node; its message is shown to people as it is.</summary>
public sealed class NodeException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The earliest moment of the next attempt, if a peer asked for one.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>What a peer answered, if that is the failure.</summary>
    public FailedAnswer? Answer { get; init; }
}
