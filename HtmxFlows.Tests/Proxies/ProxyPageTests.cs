using HtmxFlows.Tests.Browser;
using HtmxFlows.Tests.Runs;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HtmxFlows.Tests.Proxies;

/// <summary>The page of a run on every way to the app.</summary>
public sealed class ProxyPageTests(BrowserSession session) : BrowserTest(session)
{
    // More than the stream of a page: nginx holds all of it back when it buffers.
    const string HoldBack = "proxy_ignore_headers X-Accel-Buffering; proxy_buffer_size 256k; proxy_buffers 4 256k; proxy_busy_buffers_size 256k;";

    const int BetweenPolls = 20_000;

    static readonly BrowserNewContextOptions Trusting = new() { IgnoreHTTPSErrors = true };

    public static TheoryData<string> Ways => [.. Way.All.Keys];

    [Theory, MemberData(nameof(Ways))]
    public async Task A_page_is_live_and_ends_like_a_fresh_load_by_way_of(string name)
    {
        await using var slow = await GatedPeer.Start();
        await using var quick = await GatedPeer.Start();
        await using var way = await Way.All[name](Session.App);
        var visitor = await Visit(Session.Browser, way.Address, new(Trusting));
        await visitor.Import(Flows.TwoArms(slow.Url, quick.Url));
        await visitor.Run("round the corner");
        await visitor.SeeNode("Quick", "running");
        // The poll of a page without a stream would hide a missing stream.
        var loads = 0;
        visitor.Page.DOMContentLoaded += (_, _) => loads++;

        quick.Open();
        // The last update before the run is silent again: a buffer would hold it back.
        await Expect(visitor.Panel).ToContainTextAsync("3 of 5 nodes");
        await visitor.Press("Cancel");
        await visitor.SeeEnd("cancelled");

        await visitor.SeeWhatAFreshLoadShows();
        Assert.Equal(0, loads);
        Assert.Equal(way.Protocol, await visitor.Page.EvaluateAsync<string>(Browser.Scripts.Protocol));
    }

    [Fact]
    public async Task A_page_whose_stream_nginx_buffers_against_the_header_shows_the_progress_of_the_run()
    {
        await using var slow = await GatedPeer.Start();
        await using var quick = await GatedPeer.Start();
        await using var way = await Way.Nginx(Session.App, HoldBack);
        var backstage = new Backstage(Session.App);
        var run = await backstage.Run(await backstage.Keep(Flows.TwoArms(slow.Url, quick.Url)));
        await backstage.SeeNode(run, "slow", "running");
        var visitor = await Visit(Session.Browser, way.Address);
        await visitor.Page.Clock.InstallAsync();
        await visitor.Go(run);
        await visitor.SeeNode("Slow", "running");
        quick.Open();
        await backstage.SeeNode(run, "more", "completed");
        await visitor.SeeNode("More", "pending");

        await Eventually.Equal("completed", async () =>
        {
            await visitor.Page.Clock.FastForwardAsync(BetweenPolls);
            return await visitor.Node("More").Locator(".state").GetAttributeAsync("data-status");
        });
        await visitor.SeeWhatAFreshLoadShows();
        await backstage.Cancel(run);
        await visitor.SeeEnd("cancelled");
        await visitor.SeeWhatAFreshLoadShows();
    }

    [Fact]
    public async Task While_the_app_restarts_nginx_answers_502_and_the_page_catches_up()
    {
        using var folder = new TemporaryFolder();
        await using var slow = await GatedPeer.Start();
        await using var quick = await GatedPeer.Start();
        await using var before = AppProcess.Launch(folder.Path, 0, AppProcess.CallsPeers);
        var app = await before.Ready;
        await using var way = await Way.Nginx(app);
        var visitor = await Visit(Session.Browser, way.Address);
        visitor.MayLoseConnection = true;
        visitor.Expected.Add(502);
        await visitor.Import(Flows.TwoArms(slow.Url, quick.Url));
        await visitor.Run("hold the line");
        await visitor.SeeNode("Quick", "running");
        var refused = new TaskCompletionSource();
        visitor.Page.Response += (_, response) =>
        {
            if (response.Status == 502 && response.Url.Contains("/events", StringComparison.Ordinal))
                refused.TrySetResult();
        };

        await before.Kill();
        await refused.Task.Soon();
        await using var after = AppProcess.Launch(folder.Path, app.Port, AppProcess.CallsPeers);
        await after.Ready;

        await Expect(visitor.Log.Filter(new() { HasText = "Server restarted; the run resumed." })).ToHaveCountAsync(1);
        await visitor.SeeWhatAFreshLoadShows();
        await visitor.Press("Cancel");
        await visitor.SeeEnd("cancelled");
        await visitor.SeeWhatAFreshLoadShows();
    }
}
