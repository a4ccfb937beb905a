using System.ComponentModel.DataAnnotations;

namespace HtmxFlows.Nodes;

/// <summary>What one node may use; past a limit it fails with a sentence, and nothing is cut short.</summary>
public sealed class NodeLimits
{
    /// <summary>The largest output, in bytes of JSON.</summary>
    [Range(1024, 64 * 1024 * 1024)]
    public int OutputBytes { get; set; } = 1024 * 1024;

    /// <summary>The largest file that a node reads whole, as text or as a document, in bytes.</summary>
    [Range(1024, 256 * 1024 * 1024)]
    public int ReadBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>How long a node may take when its own settings do not say, in seconds.</summary>
    [Range(0.1, 86_400)]
    public double TimeoutSeconds { get; set; } = 60;
}
