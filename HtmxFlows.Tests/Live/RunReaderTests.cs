using HtmxFlows.Data;
using HtmxFlows.Live;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Api;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Live;

/// <summary>Reading a run reads no more than is asked for: rows that are not needed are made unreadable, so that reading one fails.</summary>
public sealed class RunReaderTests(App app)
{
    const int Last = 8;

    [Fact]
    public async Task Unreadable_events_make_a_full_read_fail()
    {
        var run = await Finished();
        await Spoil(run, "seq = 3");

        Assert.ThrowsAny<Exception>(() => app.Get<RunReader>().State(run));
    }

    [Fact]
    public async Task The_status_is_read_without_the_journal()
    {
        var run = await Finished();
        await Spoil(run, "seq > 0");

        Assert.Equal(RunStatus.Completed, app.Get<RunReader>().Status(run));
        Assert.Null(app.Get<RunReader>().Status(Guid.NewGuid()));
    }

    [Fact]
    public async Task Events_after_a_number_are_read_without_those_before()
    {
        var run = await Finished();
        await Spoil(run, "seq <= 6");

        Assert.Equal([7, 8], app.Get<RunReader>().EventsAfter(run, 6).Select(next => next.Seq));
    }

    [Fact]
    public async Task The_first_events_after_a_number_are_read_without_the_later_ones()
    {
        var run = await Finished();
        await Spoil(run, "seq <> 4");

        Assert.Equal(4, Assert.Single(app.Get<RunReader>().EventsAfter(run, 3, most: 1)).Seq);
    }

    [Fact]
    public async Task A_page_of_the_log_is_read_without_the_later_events()
    {
        var run = await Finished();
        await Spoil(run, "seq >= 6");

        var log = app.Get<RunReader>().Log(run, most: 2, before: 6)!;

        Assert.Equal([4, 5], log.Entries.Select(entry => entry.Event.Seq));
        Assert.Equal(5, log.View.Run.LastSeq);
    }

    [Theory]
    [InlineData(int.MaxValue, 0, long.MaxValue, 1, 8)]
    [InlineData(3, 0, long.MaxValue, 6, 8)]
    [InlineData(3, 7, long.MaxValue, 8, 8)]
    [InlineData(int.MaxValue, 2, 5, 3, 4)]
    [InlineData(100, 0, 2, 1, 1)]
    public async Task A_page_of_the_log_has_the_newest_entries_between_two_numbers(int most, long after, long before, int first, int last)
    {
        var run = await Finished();

        var log = app.Get<RunReader>().Log(run, most, after, before)!;

        Assert.Equal(Enumerable.Range(first, last - first + 1).Select(seq => (long)seq), log.Entries.Select(entry => entry.Event.Seq));
        Assert.All(log.Entries, entry => Assert.Equal(entry.Event.Seq, entry.After.Run.LastSeq));
    }

    [Theory]
    [InlineData(0, long.MaxValue - 1, 0)]
    [InlineData(8, 0, 0)]
    [InlineData(1, 0, 1)]
    public async Task A_page_without_entries_is_still_a_page_of_the_run(int most, long after, long before)
    {
        var run = await Finished();

        Assert.Empty(app.Get<RunReader>().Log(run, most, after, before)!.Entries);
        Assert.Null(app.Get<RunReader>().Log(Guid.NewGuid(), most, after, before));
    }

    [Fact]
    public async Task A_state_is_that_of_the_whole_log()
    {
        var run = await Finished();
        var (state, whole) = (app.Get<RunReader>().State(run)!, app.Get<RunReader>().Log(run)!.View);

        Assert.Equal((whole.Run.Status, whole.Run.LastSeq, whole.Summary), (state.Run.Status, state.Run.LastSeq, state.Summary));
        Assert.Equal(whole.Nodes.Select(node => node.State.Output?.GetRawText()), state.Nodes.Select(node => node.State.Output?.GetRawText()));
    }

    [Fact]
    public async Task The_runs_that_nodes_have_called_are_read_from_the_events_by_which_they_wait()
    {
        await app.Make("Called", [App.Template("a", "x")]);
        var run = await app.RunToEnd(await app.Make("Calling", [App.Node("each", "for-each", new { items = new[] { 1, 2, 3 }, workflow = "Called", together = 1 })]));
        var state = app.Get<RunReader>().State(run)!.Run;
        await Spoil(run, "event <> 'node-waiting'");

        var called = app.Get<RunReader>().Called(state);

        Assert.Equal(3, called["each"].Count());
        Assert.All(called["each"], child => Assert.Equal(run, app.Get<RunReader>().State(child)!.Run.Parent!.Run));
    }

    [Theory]
    [InlineData("GET /runs/{0}/freshness?seq=8", "seq > 0")]
    [InlineData("GET /runs/{0}/freshness?seq=3", "seq <> 4")]
    [InlineData("GET /api/runs/{0}/events?after=6", "seq <= 6")]
    public async Task A_poll_reads_only_what_is_new(string call, string unneeded)
    {
        using var client = app.Visit();
        var run = await Finished();
        var expected = await client.Call(string.Format(null, call, run));
        await Spoil(run, unneeded);

        var poll = await client.Call(string.Format(null, call, run));

        Assert.Equal((expected.Status, expected.Source), (poll.Status, poll.Source));
    }

    [Theory]
    [InlineData("text/event-stream")]
    [InlineData("application/x-ndjson")]
    public async Task A_client_that_has_all_of_a_finished_run_gets_204(string accept)
    {
        using var client = app.Visit();
        var run = await Finished();

        using var response = await client.Stream(ApiCalls.Request($"GET /api/runs/{run}/events?after={Last}", null, ("Accept", accept)));

        Assert.Equal(System.Net.HttpStatusCode.NoContent, response.StatusCode);
    }

    /// <summary>A run of eight events.</summary>
    async Task<Guid> Finished() => await app.RunToEnd(await app.Make("Read", [App.Template("a", "x"), App.Template("b", "y"), App.Template("c", "z")], "a→b", "b→c"));

    /// <summary>Makes some events of a run unreadable.</summary>
    Task<int> Spoil(Guid run, string where) =>
        app.Get<IDatabase>().Write(writer => writer.Execute($"UPDATE run_events SET data = 'unreadable' WHERE run_id = $0 AND {where}", DatabaseTypes.ToText(run)));
}
