using System.ComponentModel.DataAnnotations;

namespace HtmxFlows.Scripts;

/// <summary>What scripts may use.</summary>
public sealed class ScriptOptions
{
    /// <summary>How many scripts run at once, each in a process of its own. A process starts when it is first needed.</summary>
    [Range(1, 64)]
    public int Workers { get; set; } = Math.Clamp(Environment.ProcessorCount, 2, 64);

    /// <summary>The memory of a script, in megabytes: its values, and the engine itself.</summary>
    [Range(32, 4096)]
    public int MemoryMegabytes { get; set; } = 256;
}
