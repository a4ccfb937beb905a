using HtmxFlows.Live;

namespace HtmxFlows.Tests.Live;

public sealed class ThrottleTests
{
    static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task What_is_asked_for_often_happens_at_once_and_once_more_when_it_is_time()
    {
        var time = new WoundTime();
        List<long> moments = [];
        var paced = new Throttle(Hour, time, () => moments.Add(time.GetTimestamp()));

        paced.Ask();
        await Eventually.Equal(1, () => Task.FromResult(moments.Count));
        paced.Ask();
        paced.Ask();
        time.WindOn(Hour / 2);
        time.WindOn(Hour / 2);

        await Eventually.Equal(2, () => Task.FromResult(moments.Count));
        Assert.InRange(time.GetElapsedTime(moments[0], moments[1]), Hour, TimeSpan.MaxValue);
        paced.Ask();
        Assert.Equal(2, moments.Count);
    }
}
