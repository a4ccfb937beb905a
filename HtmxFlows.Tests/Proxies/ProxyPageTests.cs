using HtmxFlows.Tests.Browser;
using HtmxFlows.Tests.Runs;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HtmxFlows.Tests.Proxies;

/// <summary>What a person sees of a run on every way to the app.</summary>
public sealed class ProxyPageTests(BrowserSession session) : BrowserTest(session)
{
    // As much as a page has of a stream, and more: what nginx holds back of one that it buffers.
    const string HoldBack = "proxy_ignore_headers X-Accel-Buffering; proxy_buffer_size 256k; proxy_buffers 4 256k; proxy_busy_buffers_size 256k;";

    const int BetweenPolls = 20_000;

    static readonly BrowserNewContextOptions Trusting = new() { IgnoreHTTPSErrors = true };

    public static TheoryData<string> Ways => [.. Way.All.Keys];

    [Theory, MemberData(nameof(Ways))]
    public async Task A_page_is_live_and_ends_as_a_fresh_load_shows_it_by_way_of(string name)
    {
        await using var slow = await GatedPeer.Start();
        await using var quick = await GatedPeer.Start();
        await using var way = await Way.All[name](Session.App);
        var visitor = await Visit(Session.Browser, way.Address, new(Trusting));
        await visitor.Import(Flows.TwoArms(slow.Url, quick.Url));
        await visitor.Run("round the corner");
        await visitor.SeeNode("Quick", "running");
        // What the page asks when it has waited in vain would hide that nothing came.
        var loads = 0;
        visitor.Page.DOMContentLoaded += (_, _) => loads++;

        quick.Open();
        // The last of what comes before the run is silent again: a buffer would keep it.
        await Expect(visitor.Panel).ToContainTextAsync("3 of 5 nodes");
        await visitor.Press("Cancel");
        await visitor.SeeEnd("cancelled");

        await visitor.SeeWhatAFreshLoadShows();
        Assert.Equal(0, loads);
        Assert.Equal(way.Protocol, await visitor.Page.EvaluateAsync<string>(Scripts.Protocol));
    }

    [Fact]
    public async Task A_page_whose_stream_nginx_holds_back_although_it_is_asked_not_to_shows_how_the_run_goes_on()
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
            return await visitor.Node("More").GetAttributeAsync("data-status");
        });
        await visitor.SeeWhatAFreshLoadShows();
        await backstage.Cancel(run);
        await visitor.SeeEnd("cancelled");
        await visitor.SeeWhatAFreshLoadShows();
    }

    [Fact]
    public async Task While_the_app_starts_anew_nginx_answers_502_and_the_page_comes_back_by_itself_with_what_is_so()
    {
        using var folder = new TemporaryFolder();
        await using var slow = await GatedPeer.Start();
        await using var quick = await GatedPeer.Start();
        await using var before = AppProcess.Launch(folder.Path, 0, BrowserSession.Settings);
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
        await using var after = AppProcess.Launch(folder.Path, app.Port, BrowserSession.Settings);
        await after.Ready;

        await Expect(visitor.Log.Filter(new() { HasText = "Server restarted; the run resumed." })).ToHaveCountAsync(1);
        await visitor.SeeWhatAFreshLoadShows();
        await visitor.Press("Cancel");
        await visitor.SeeEnd("cancelled");
        await visitor.SeeWhatAFreshLoadShows();
    }
}
