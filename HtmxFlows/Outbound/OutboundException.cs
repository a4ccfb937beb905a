namespace HtmxFlows.Outbound;

/// <summary>
/// A request that did not end in a whole answer. The message is for people: what was tried, what came back, what to change. It holds
/// no query string and no header value, since those are where secrets sit.
/// </summary>
public sealed class OutboundException(string message, Exception? innerException = null) : Exception(message, innerException);
