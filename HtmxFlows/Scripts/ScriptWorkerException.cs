namespace HtmxFlows.Scripts;

/// <summary>A worker process could not be started, or ended while it ran a script. The message is for people.</summary>
public sealed class ScriptWorkerException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The exit code of the process; null if it did not start.</summary>
    public int? ExitCode { get; init; }

    /// <summary>What the process has said about its end, for the server's log.</summary>
    public string Said { get; init; } = "";
}
