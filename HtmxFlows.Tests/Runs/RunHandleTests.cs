using HtmxFlows.Runs;

namespace HtmxFlows.Tests.Runs;

public sealed class RunHandleTests
{
    [Fact]
    public void Waiting_for_a_run_whose_end_was_notified_before_is_over_at_once()
    {
        var handle = new RunHandle(Guid.NewGuid());
        var early = handle.WhenEnded(out var isFirst);

        Assert.True(handle.NotifyEnded());

        Assert.True(isFirst && early.IsCompleted);
        Assert.True(handle.WhenEnded(out isFirst).IsCompleted);
        Assert.False(isFirst || handle.NotifyEnded());
    }
}
