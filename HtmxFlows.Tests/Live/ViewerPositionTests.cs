using HtmxFlows.Live;
using static HtmxFlows.Live.ViewerStep;

namespace HtmxFlows.Tests.Live;

public sealed class ViewerPositionTests
{
    /// <summary>A run that is under way, and nothing but its entries has changed.</summary>
    static readonly FeedOffer Quiet = new(Last: 100, IsFinished: false, TimelineVersion: 0, Heartbeats: 0, ProgressVersion: 0, HasProgress: false);

    static readonly FeedOffer Finished = Quiet with { IsFinished = true };

    static readonly TimeSpan Young = TimeSpan.Zero;

    /// <param name="seen">The last event that the viewer has seen; null if it does not say.</param>
    /// <param name="shown">The last event that its page showed when it was loaded.</param>
    [Theory]
    [InlineData(null, 100L, 100L)]
    [InlineData(null, 99L, null)]
    [InlineData(null, null, null)]
    [InlineData(99L, null, 99L)]
    [InlineData(99L, 100L, 99L)]
    [InlineData(0L, null, 0L)]
    [InlineData(100L, null, 100L)]
    [InlineData(101L, null, null)]
    [InlineData(-1L, null, null)]
    public void A_viewer_begins_after_what_it_has_seen_and_without_that_with_a_snapshot(long? seen, long? shown, long? cursor) =>
        Assert.Equal(cursor, ViewerPosition.Of(seen, shown, Quiet, hasSlot: true, isBrief: true, chance: 0).Cursor);

    [Fact]
    public void A_page_that_is_up_to_date_gets_a_heartbeat_and_then_waits() => AssertSteps(Begin(shown: 100), Quiet, Heartbeat, Wait);

    [Fact]
    public void A_page_that_is_stale_gets_a_snapshot() => AssertSteps(Begin(shown: 99), Quiet, Heartbeat, Snapshot, Wait);

    [Fact]
    public void A_reconnecting_viewer_gets_the_entries_since_and_the_timeline_after_them() =>
        AssertSteps(Begin(seen: 98), Quiet, Heartbeat, Entries, Timeline, Wait);

    [Fact]
    public void A_reconnecting_viewer_that_has_every_entry_may_lack_the_panel_and_the_timeline() =>
        AssertSteps(Begin(seen: 100), Quiet, Heartbeat, Panel, Timeline, Wait);

    [Fact]
    public void The_end_comes_with_the_last_entries_and_without_a_heartbeat() => AssertSteps(Begin(seen: 98), Finished, Entries, End);

    [Fact]
    public void A_page_that_has_every_entry_of_a_finished_run_gets_the_end() => AssertSteps(Begin(shown: 100), Finished, Entries, End);

    [Fact]
    public void A_brief_page_far_behind_gets_tails_with_pauses_and_a_snapshot_when_it_keeps_up()
    {
        var position = AssertSteps(Begin(shown: 100), Quiet, Heartbeat, Wait);
        position = AssertSteps(position, Quiet with { Last = 141 }, Tail, Pause);
        position = AssertSteps(position, Quiet with { Last = 190 }, Tail, Pause);
        AssertSteps(position, Quiet with { Last = 191 }, Snapshot, Wait);
    }

    [Fact]
    public void A_brief_page_that_bears_the_entries_gets_them() =>
        AssertSteps(AssertSteps(Begin(shown: 100), Quiet, Heartbeat, Wait), Quiet with { Last = 140 }, Entries, Wait);

    [Fact]
    public void A_viewer_that_wants_everything_gets_it_however_far_it_is_behind() =>
        AssertSteps(Begin(seen: 0, isBrief: false), Quiet with { Last = 5000 }, Heartbeat, Entries, Timeline, Wait);

    [Fact]
    public void A_tail_of_a_run_that_has_ended_since_is_repaired_without_a_pause()
    {
        var position = AssertSteps(Begin(shown: 100), Quiet, Heartbeat, Wait);
        var tail = position.Next(Quiet with { Last = 200 }, Young);

        AssertSteps(tail.Position.After(Given(150)), Finished with { Last = 151 }, Snapshot, End);
    }

    [Theory]
    [InlineData(98L, null, new[] { Heartbeat, Entries, Timeline, End })]
    [InlineData(null, 99L, new[] { Heartbeat, Snapshot, End })]
    [InlineData(null, 100L, new[] { Heartbeat, End })]
    [InlineData(100L, null, new[] { Heartbeat, End })]
    [InlineData(0L, null, new[] { Heartbeat, Snapshot, Timeline, End })]
    public void A_stream_without_a_slot_sends_what_is_new_and_ends(long? seen, long? shown, ViewerStep[] steps) =>
        AssertSteps(Begin(seen, shown, hasSlot: false), Quiet, steps);

    [Fact]
    public void A_heartbeat_is_sent_once_for_each_beat_of_the_feed()
    {
        var position = AssertSteps(Begin(shown: 100), Quiet with { Heartbeats = 7 }, Heartbeat, Wait);
        position = AssertSteps(position, Quiet with { Heartbeats = 7 }, Wait);
        AssertSteps(position, Quiet with { Heartbeats = 9 }, Heartbeat, Wait);
    }

    [Fact]
    public void The_timeline_is_sent_when_it_is_due_and_after_the_entries_that_it_shows()
    {
        var position = AssertSteps(Begin(shown: 100), Quiet, Heartbeat, Wait);
        position = AssertSteps(position, Quiet with { TimelineVersion = 1 }, Timeline, Wait);
        AssertSteps(position, Quiet with { Last = 101, TimelineVersion = 2 }, Entries, Timeline, Wait);
    }

    [Fact]
    public void Progress_follows_the_entries_and_is_sent_once()
    {
        var further = Quiet with { Last = 101, ProgressVersion = 3, HasProgress = true };
        var position = AssertSteps(AssertSteps(Begin(shown: 100), Quiet, Heartbeat, Wait), further, Entries, Progress, Wait);
        position = AssertSteps(position, further, Wait);
        AssertSteps(position, further with { ProgressVersion = 4, HasProgress = false }, Wait);
    }

    [Fact]
    public void A_change_during_a_write_is_seen_before_the_viewer_waits()
    {
        var panel = AssertSteps(Begin(seen: 100), Quiet, Heartbeat, Panel);

        AssertSteps(panel, Quiet with { Last = 101 }, Timeline, Entries, Wait);
    }

    [Theory]
    [InlineData(0.0, 9)]
    [InlineData(0.5, 10)]
    [InlineData(1.0, 11)]
    public void A_stream_ends_after_about_ten_minutes_when_it_has_sent_what_it_began(double chance, int minutes)
    {
        var position = ViewerPosition.Of(null, 99, Quiet, hasSlot: true, isBrief: true, chance);
        var end = TimeSpan.FromMinutes(minutes);
        var snapshot = AssertSteps(position, Quiet with { TimelineVersion = 1 }, Heartbeat, Snapshot);

        Assert.Equal(End, position.Next(Quiet, end).Step);
        Assert.Equal(Heartbeat, position.Next(Quiet, end - TimeSpan.FromSeconds(1)).Step);
        var timeline = snapshot.Next(Quiet with { TimelineVersion = 1 }, end);
        Assert.Equal((Timeline, End), (timeline.Step, timeline.Position.Next(Quiet with { TimelineVersion = 1 }, end).Step));
    }

    static ViewerPosition Begin(long? seen = null, long? shown = null, bool hasSlot = true, bool isBrief = true) => ViewerPosition.Of(seen, shown, Quiet, hasSlot, isBrief, chance: 0.5);

    /// <summary>Makes the steps of a viewer to whom the feed offers the same at each.</summary>
    static ViewerPosition AssertSteps(ViewerPosition position, FeedOffer feed, params ViewerStep[] steps)
    {
        List<ViewerStep> made = [];
        while (made.Count < steps.Length)
        {
            (var step, position) = position.Next(feed, Young);
            made.Add(step);
            if (step is Entries or Snapshot or Tail)
                position = position.After(Given(feed.Last, feed.IsFinished));
        }
        Assert.Equal(steps, made);
        return position;
    }

    static Batch Given(long last, bool isEnd = false) => new(last, default, isEnd);
}
