using HtmxFlows.Runs;

namespace HtmxFlows.Tests.Runs;

public sealed class ClockTests
{
    readonly ManualTime time = new();

    [Theory]
    [InlineData(0.4, 1)]
    [InlineData(1, 1)]
    [InlineData(2.5, 3)]
    public async Task It_calls_less_than_a_millisecond_after_the_moment(double milliseconds, int whole)
    {
        var start = time.GetUtcNow();
        var called = new TaskCompletionSource<DateTimeOffset>();
        var waiting = new Clock(time).At(start.AddMilliseconds(milliseconds), () => called.SetResult(time.GetUtcNow()), TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);
        time.AdvanceTo(start.AddMilliseconds(whole - 1).AddTicks(1));
        Assert.False(waiting.IsCompleted);
        time.AdvanceTo(start.AddMilliseconds(whole));
        await waiting.Soon();
        Assert.Equal(start.AddMilliseconds(whole), await called.Task);
    }

    [Fact]
    public async Task A_clock_set_forward_is_noticed_within_half_a_minute_although_no_timer_is_due()
    {
        var wound = new WoundTime(TimeSpan.FromSeconds(30));
        var waiting = new Clock(wound).At(wound.GetUtcNow().AddHours(1), () => { }, TestContext.Current.CancellationToken);
        wound.PutBack(TimeSpan.FromHours(-2));
        Assert.False(waiting.IsCompleted);
        wound.WindOn(TimeSpan.FromSeconds(30));
        await waiting.Soon();
    }

    [Fact]
    public async Task It_never_calls_once_it_is_cancelled()
    {
        using var nobody = new CancellationTokenSource();
        var waiting = new Clock(time).At(time.GetUtcNow().AddSeconds(1), () => Assert.Fail("It called."), nobody.Token);
        await nobody.CancelAsync();
        time.Advance(TimeSpan.FromSeconds(1));
        await waiting.Soon();
    }
}
