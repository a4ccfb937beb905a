using HtmxFlows.Data;
using HtmxFlows.Live;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Web;
using HtmxFlows.Views;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Live;

public sealed class FeedRingTests(App app)
{
    [Theory]
    [InlineData(6, new long[0])]
    [InlineData(5, new long[] { 6 })]
    [InlineData(2, new long[] { 3, 4, 5, 6 })]
    [InlineData(1, null)]
    public void A_ring_gives_what_follows_a_cursor_as_far_as_it_reaches_back(long cursor, long[]? expected) =>
        Assert.Equal(expected, Filled().After(cursor, last: 6)?.Select(held => held.Entry.Event.Seq));

    [Fact]
    public void The_newest_entries_stay() => Assert.Equal([3, 4, 5, 6], Filled().Entries.Select(entry => entry.Event.Seq));

    [Fact]
    public void An_empty_ring_reaches_back_to_nothing() => Assert.Null(new FeedRing(4, app.Get<RunFrames>()).After(0, last: 6));

    /// <summary>A ring of four that was given six entries.</summary>
    FeedRing Filled()
    {
        var ring = new FeedRing(4, app.Get<RunFrames>());
        RunEvent[] events =
        [
            new WorkflowStarted(Guid.NewGuid(), 1, Guid.NewGuid(), RunTrigger.Api, "") { Seq = 1 },
            .. Enumerable.Range(2, 5).Select(seq => new WorkflowResumed { Seq = seq }),
        ];
        foreach (var entry in LogEntry.Of(new(new RunState(Guid.NewGuid()), new Flow(Json.EmptyObject, [], [])), events))
            ring.Add(entry);
        return ring;
    }
}
