using HtmxFlows.Live;

namespace HtmxFlows.Tests.Live;

public sealed class FeedSignalTests
{
    [Fact]
    public void A_signal_completes_for_everyone_who_read_it_before_and_is_new_afterwards()
    {
        var signal = new FeedSignal();
        var (one, other) = (signal.Changed, signal.Changed);
        Assert.False(one.IsCompleted);

        signal.Wake();

        Assert.True(one.IsCompleted && other.IsCompleted);
        Assert.False(signal.Changed.IsCompleted);
    }
}
