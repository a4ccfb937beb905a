namespace HtmxFlows.Keys;

/// <summary>A stored secret cannot be opened; the message says why, in a sentence for operators.</summary>
public sealed class SealedValueException(string message) : Exception(message);
