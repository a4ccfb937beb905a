
namespace HtmxFlows.Workflows;

/// <summary>A change that cannot be made; the message says why, for people.</summary>
public sealed class FlowEditException(string message) : Exception(message);
