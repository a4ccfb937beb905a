using HtmxFlows.Data;
using HtmxFlows.Live;
using HtmxFlows.Runs;

namespace HtmxFlows.Tests.Live;

public sealed class FeedArrivalsTests
{
    [Fact]
    public void Events_are_taken_in_their_order_and_then_the_progress_since_each_once()
    {
        var arrivals = new FeedArrivals();
        arrivals.Add("early", new(1, 9));
        arrivals.Add([new NodeStarted("a", 1) { Seq = 2 }, new NodeCompleted("early", Json.Null) { Seq = 3 }]);
        arrivals.Add("a", new(1, 3));
        arrivals.Add("a", new(2, 3));

        Assert.Equal(["2", "3", "a 2 of 3"], Taken(arrivals));
        Assert.Empty(Taken(arrivals));
    }

    static List<string> Taken(FeedArrivals arrivals)
    {
        List<string> taken = [];
        arrivals.Take(next => taken.Add($"{next.Seq}"), (node, progress) => taken.Add($"{node} {progress.Done} of {progress.Total}"));
        return taken;
    }
}
