namespace HtmxFlows.Files;

/// <summary>A file cannot be written or read. The message is a sentence for people.</summary>
public sealed class FileException(string message, Exception? inner = null) : Exception(message, inner);
