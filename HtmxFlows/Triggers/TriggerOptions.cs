using System.ComponentModel.DataAnnotations;

namespace HtmxFlows.Triggers;

/// <summary>What calls of webhooks and forms may use.</summary>
public sealed class TriggerOptions
{
    /// <summary>The largest body of a call, in bytes.</summary>
    [Range(1, 8 * 1024 * 1024)]
    public int BodyBytes { get; set; } = 1024 * 1024;

    /// <summary>How many calls of each webhook are kept.</summary>
    [Range(1, 10_000)]
    public int Deliveries { get; set; } = 100;

    /// <summary>How long a call waits for a result, in seconds.</summary>
    [Range(0.1, 300)]
    public double WaitSeconds { get; set; } = 25;
}
