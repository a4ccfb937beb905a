namespace HtmxFlows.Scripts;

/// <summary>A worker process could not be started, or ended while it ran a script. The message is for people.</summary>
public sealed class ScriptWorkerException(string message, Exception? inner = null) : Exception(message, inner);
