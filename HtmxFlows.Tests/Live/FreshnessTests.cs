using HtmxFlows.Live;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Web;
using Microsoft.AspNetCore.Http;

namespace HtmxFlows.Tests.Live;

public sealed class FreshnessTests(App app)
{
    const int StopPolling = 286;

    static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_page_that_is_up_to_date_polls_again()
    {
        var run = await app.Start(await app.Make("Fresh", [App.Endless()]));
        await Eventually.Equal(RunStatus.Waiting, () => Task.FromResult(app.Get<RunReader>().Status(run)!.Value));

        Assert.Equal((StatusCodes.Status204NoContent, false), Answer(run, 3, Long));
    }

    [Fact]
    public async Task A_page_that_has_missed_an_event_for_long_reloads()
    {
        var run = await app.RunToEnd(await app.Make("Stale", [App.Template("a", "x")]));

        Assert.Equal((StatusCodes.Status200OK, true), Answer(run, 3, Long));
        Assert.Equal((StatusCodes.Status200OK, true), Answer(run, 0, Long));
    }

    [Fact]
    public async Task A_page_that_has_just_missed_an_event_polls_again()
    {
        var run = await app.RunToEnd(await app.Make("Late", [App.Template("a", "x")]));

        Assert.Equal((StatusCodes.Status204NoContent, false), Answer(run, 3, TimeSpan.Zero));
    }

    [Fact]
    public async Task A_page_that_has_the_end_stops_polling_and_so_does_one_of_no_run()
    {
        var run = await app.RunToEnd(await app.Make("Over", [App.Template("a", "x")]));

        Assert.Equal((StopPolling, false), Answer(run, 4, Long));
        Assert.Equal((StopPolling, false), Answer(Guid.NewGuid(), 0, Long));
    }

    /// <summary>What is answered to a poll after the last event.</summary>
    (int Status, bool Reloads) Answer(Guid run, long seq, TimeSpan later)
    {
        var last = app.Get<Journal>().Read(run) is [.., var end] ? end.At : DateTimeOffset.UtcNow;
        var http = new DefaultHttpContext();

        new Freshness(app.Get<RunReader>(), new FixedTime(last + later)).Answer(http, run, seq);

        Assert.Equal("no-store", http.Response.Headers.CacheControl);
        return (http.Response.StatusCode, http.Response.Headers.ContainsKey("HX-Refresh"));
    }

    sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
