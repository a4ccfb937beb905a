namespace HtmxFlows.Runs;

/// <summary>What runs may use. Past a limit a run is refused or fails with a sentence.</summary>
public sealed class RunLimits
{
    /// <summary>The longest prompt, in bytes of UTF-8.</summary>
    public int PromptBytes { get; set; } = 64 * 1024;

    /// <summary>The most that a run may be given for its inputs, in bytes of JSON.</summary>
    public int InputBytes { get; set; } = 1024 * 1024;

    /// <summary>How many runs the process is at work on together; those beyond it wait for their turn. Runs that rest or that runs call do not count.</summary>
    public int ParallelRuns { get; set; } = 1000;

    /// <summary>How many nodes of one run may be in flight together.</summary>
    public int ParallelNodesPerRun { get; set; } = 16;

    /// <summary>How many nodes may be in flight together in the whole process; waiting ones do not count.</summary>
    public int ParallelNodes { get; set; } = 256;

    /// <summary>How long a run may take, in days.</summary>
    public double DurationDays { get; set; } = 30;

    /// <summary>How deep runs may call runs.</summary>
    public int NestingDepth { get; set; } = 16;

    /// <summary>How long nodes in flight may go on when the process stops, in seconds.</summary>
    public double StopSeconds { get; set; } = 2;
}
