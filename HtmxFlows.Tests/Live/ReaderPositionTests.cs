using System.Collections.Immutable;
using HtmxFlows.Data;
using HtmxFlows.Live;
using HtmxFlows.Runs;
using HtmxFlows.Views;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Live;

public sealed class ReaderPositionTests
{
    static readonly DateTimeOffset At = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A run that has started the node a, completed it, and ended.</summary>
    static readonly IReadOnlyList<LogEntry> Log = LogEntry.Of(
        new(new RunState(Guid.NewGuid()), new Flow(Json.EmptyObject, [new("a", "template", "A", Json.EmptyObject)], [])),
        [
            new WorkflowStarted(Guid.NewGuid(), 1, Guid.NewGuid(), RunTrigger.Api, "") { Seq = 1, At = At },
            new NodeStarted("a", 1) { Seq = 2, At = At },
            new NodeCompleted("a", Json.Null) { Seq = 3, At = At },
            new WorkflowCompleted(Json.Null) { Seq = 4, At = At },
        ]);

    [Fact]
    public void The_first_news_come_at_once_even_if_they_are_empty()
    {
        var first = new ReaderPosition(2).Next(Offer(cursor: 2, last: 2));

        Assert.True(first.News!.IsEmpty);
        Assert.Null(first.Position.Next(Offer(cursor: 2, last: 2)).News);
    }

    [Fact]
    public void Entries_move_the_cursor()
    {
        var next = Later(0).Next(Offer(cursor: 0, last: 2));

        Assert.Equal([1, 2], next.News!.Entries.Select(entry => entry.Event.Seq));
        Assert.Equal((2, false), (next.Position.Cursor, next.News.IsEnd));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(9)]
    public void A_reader_that_has_everything_of_a_finished_run_is_at_its_end(long cursor) => Assert.True(Later(cursor).Next(Offer(cursor, last: 4)).News!.IsEnd);

    [Fact]
    public void A_run_that_ends_after_the_entries_were_read_has_not_ended_for_the_reader()
    {
        var offer = Offer(cursor: 0, last: 3);

        var next = Later(0).Next(offer with { Feed = offer.Feed with { Last = 4, IsFinished = true } });

        Assert.Equal((3, false), (next.Position.Cursor, next.News!.IsEnd));
    }

    [Fact]
    public void Each_heartbeat_is_news_once()
    {
        var beat = Later(2).Next(Offer(cursor: 2, last: 2, heartbeats: 1));

        Assert.True(beat.News!.IsEmpty);
        Assert.Null(beat.Position.Next(Offer(cursor: 2, last: 2, heartbeats: 1)).News);
    }

    [Fact]
    public void The_progress_of_a_node_is_news_when_it_changes_and_knows_what_was_before()
    {
        var first = Later(2).Next(Offer(cursor: 2, last: 2, progress: new(1, 3)));
        var same = first.Position.Next(Offer(cursor: 2, last: 2, progress: new(1, 3)));
        var second = same.Position.Next(Offer(cursor: 2, last: 2, progress: new(2, 3)));

        Assert.Equal([new NodeFurther("a", new(1, 3), null)], first.News!.Further);
        Assert.Null(same.News);
        Assert.Equal([new NodeFurther("a", new(2, 3), new(1, 3))], second.News!.Further);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 0)]
    [InlineData(4, 0)]
    public void Progress_of_a_node_that_the_entries_end_is_no_news(int last, int expected) =>
        Assert.Equal(expected, Later(1).Next(Offer(cursor: 1, last, progress: new(1, 3))).News!.Further.Count);

    /// <summary>A reader that has had the first news.</summary>
    static ReaderPosition Later(long cursor) => new ReaderPosition(cursor).Next(new(ImmutableDictionary<string, NodeProgress>.Empty, [], new(99, false, 0, 0, 0, false))).Position;

    static ReaderOffer Offer(long cursor, int last, int heartbeats = 0, NodeProgress? progress = null) => new(
        progress is null ? ImmutableDictionary<string, NodeProgress>.Empty : ImmutableDictionary<string, NodeProgress>.Empty.Add("a", progress),
        [.. Log.Take(last).Where(entry => entry.Event.Seq > cursor)],
        new(last, last == Log.Count, 0, heartbeats, 0, progress is not null));
}
