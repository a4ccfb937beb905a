using System.Text;
using HtmxFlows.Data;
using HtmxFlows.Live;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Runs;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Live;

/// <summary>Feeds that come and go while events arrive, and databases that fail for a while.</summary>
public sealed class RunFeedTests(App app)
{
    const int Rounds = 6, Followers = 12, Nodes = 60, MostAtATime = 9;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Viewers_that_are_late_share_what_is_made_for_them_as_those_do_that_keep_up()
    {
        var run = await app.RunToEnd(await app.Make("Late", [App.Template("a", "x"), App.Template("b", "y")], "a→b"));
        using var watch = app.Get<RunFeeds>().Open(run)!;

        var early = watch.Feed.After(0)!;
        var late = watch.Feed.After(2)!;

        Assert.Same(early, watch.Feed.After(0));
        Assert.Same(late, watch.Feed.After(2));
        var (whole, rest) = (await early, await late);
        Assert.True(whole.Bytes.Span.EndsWith(rest.Bytes.Span));
    }

    [Fact]
    public async Task A_viewer_that_reconnects_at_any_moment_gets_every_event_once_and_the_end()
    {
        var ids = Enumerable.Range(1, Nodes).Select(number => $"n{number}").ToArray();
        // A store node waits for its commit, so that each makes events of its own.
        var busy = await app.Make("Busy",
            [.. ids.Select(id => App.Node(id, "store", new { operation = "increment", collection = "busy", key = id, value = "1" }))],
            [.. ids.Zip(ids.Skip(1), (from, to) => $"{from}→{to}")]);
        for (var round = 0; round < Rounds; round++)
        {
            var run = await app.Start(busy);

            var seen = await Task.WhenAll(Enumerable.Range(0, Followers).Select(_ => Task.Run(() => FollowInParts(run), Cancellation))).Soon();

            Assert.All(seen, last => Assert.Equal(2 * Nodes + 2, last));
            using var watch = app.Get<RunFeeds>().Open(run)!;
            Assert.Equal(1, watch.Feed.Viewers);
        }
    }

    [Fact]
    public async Task What_could_not_be_read_for_a_while_can_be_watched_afterwards()
    {
        await using var own = new App();
        own.Visit().Dispose();
        var ids = Enumerable.Range(1, RunFeed.RingSize / 2 + 5).Select(number => $"n{number}").ToArray();
        var run = await own.RunToEnd(await own.Make("Unreadable", [.. ids.Select(id => App.Template(id, "x"))]));
        var other = await own.RunToEnd(await own.Make("Other", [App.Template("a", "x")]));
        var feeds = own.Get<RunFeeds>();
        using var early = feeds.Open(run)!;

        await Rename(own, "run_events", "hidden");
        await Assert.ThrowsAnyAsync<Exception>(() => early.Feed.After(1)!);
        Assert.ThrowsAny<Exception>(() => feeds.Open(other));
        await Rename(own, "hidden", "run_events");

        Assert.Equal(2 * ids.Length + 2, (await early.Feed.After(1)!).Last);
        using var late = feeds.Open(other)!;
        Assert.Equal((4, 1), (late.Feed.Last, late.Feed.Viewers));
    }

    [Fact]
    public async Task The_progress_of_a_node_is_shown_even_if_it_is_reported_before_the_wait_was_read()
    {
        await app.Make("Told part", [App.Endless()]);
        var run = await app.Start(await app.Make("Told", [App.Node("each", "for-each", new { items = new[] { 1, 2 }, workflow = "Told part" })]));
        var waiting = await app.Get<RunFollower>().Follow(run, 0, Cancellation)!.SelectMany(entries => entries).Select(entry => entry.Event).OfType<NodeWaiting>().FirstAsync(Cancellation).AsTask().Soon();
        var feed = new RunFeed(run, app.Get<RunReader>(), app.Get<RunFrames>(), TimeProvider.System);
        Assert.True(feed.Exists);

        feed.Publish([waiting with { Seq = waiting.Seq + 1 }]);
        feed.Publish("each", new(1, 2));
        for (var changed = feed.Changed; feed.Last == waiting.Seq || feed.Offer.ProgressVersion == 0; changed = feed.Changed)
            await changed.Soon();

        Assert.Contains("running, 1 of 2", Encoding.UTF8.GetString(await feed.Progress()), StringComparison.Ordinal);
        await app.Get<RunSupervisor>().Cancel(run).Soon();
    }

    static Task<int> Rename(App own, string from, string to) => own.Get<IDatabase>().Write(writer => writer.Execute($"ALTER TABLE {from} RENAME TO {to}"));

    /// <summary>Follows a run for some events, disconnects, and reconnects.</summary>
    /// <returns>The number of the last event.</returns>
    async Task<long> FollowInParts(Guid run)
    {
        long last = 0;
        for (var isOver = false; !isOver;)
        {
            var most = Random.Shared.Next(1, MostAtATime);
            await foreach (var entries in app.Get<RunFollower>().Follow(run, last, Cancellation)!)
            {
                foreach (var entry in entries)
                    Assert.Equal(++last, entry.Event.Seq);
                isOver = entries is [.., { After.Run.IsFinished: true }];
                if ((most -= Math.Max(1, entries.Count)) <= 0)
                    break;
            }
        }
        return last;
    }
}
