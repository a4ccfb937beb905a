using HtmxFlows.Data;

namespace HtmxFlows.Runs;

/// <summary>Deletes runs some days after their end, if the setting <see cref="RunLimits.KeepDays"/> says so: at the start, and then every hour.</summary>
public sealed class RunRetention(RunDeletion deletion, RunLimits limits, TimeProvider time, BackgroundRemoval removal)
{
    static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    /// <summary>Deletes runs until it is stopped.</summary>
    public Task Run(CancellationToken stop) => limits.KeepDays is not { } days ? Task.CompletedTask : removal.Repeat(
        "Old runs", token => deletion.DeleteEndedBefore(time.GetUtcNow().AddDays(-days), token), token => Task.Delay(Pause, time, token), stop);
}
