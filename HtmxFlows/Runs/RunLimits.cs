using System.ComponentModel.DataAnnotations;

namespace HtmxFlows.Runs;

/// <summary>What runs may use. Past a limit a run is refused or fails with a sentence.</summary>
public sealed class RunLimits
{
    /// <summary>The longest prompt, in bytes of UTF-8.</summary>
    [Range(1, 4 * 1024 * 1024)]
    public int PromptBytes { get; set; } = 64 * 1024;

    /// <summary>The most that a run may be given for its inputs, in bytes of JSON.</summary>
    [Range(2, 4 * 1024 * 1024)]
    public int InputBytes { get; set; } = 1024 * 1024;

    /// <summary>The most nodes of one workflow that get a place while others use all; fewer if <see cref="ParallelNodes"/> is small.</summary>
    internal const int GuaranteedNodes = 16;

    /// <summary>How many runs the process executes at once; those beyond it wait for their turn. Suspended runs do not count.</summary>
    [Range(1, 100_000)]
    public int ParallelRuns { get; set; } = 1000;

    /// <summary>How many nodes of one run may be in flight together.</summary>
    [Range(1, 10_000)]
    public int ParallelNodesPerRun { get; set; } = 16;

    /// <summary>How many nodes may wait for the outside world at once in the whole process, before workflows take turns.</summary>
    [Range(1, 100_000)]
    public int ParallelNodes { get; set; } = 256;

    /// <summary>How long a run may take, in days.</summary>
    [Range(0.001, 3650)]
    public double DurationDays { get; set; } = 30;

    /// <summary>How long runs are kept after their end, in days; null is until they are deleted.</summary>
    [Range(0.001, 36_500)]
    public double? KeepDays { get; set; }

    /// <summary>How deep runs may call runs.</summary>
    [Range(0, 100)]
    public int NestingDepth { get; set; } = 16;

    /// <summary>How many runs there may be below a run without a parent, at any depth.</summary>
    [Range(0, 10_000_000)]
    public int RunsBelow { get; set; } = 10_000;

    /// <summary>How much the nodes of one run may give in all, in bytes of JSON.</summary>
    [Range(1024, 1024 * 1024 * 1024)]
    public int OutputBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>How long nodes in flight may take to end when the process stops, in seconds.</summary>
    [Range(0, 600)]
    public double StopSeconds { get; set; } = 2;
}
