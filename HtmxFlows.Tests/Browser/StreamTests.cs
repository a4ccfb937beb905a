using HtmxFlows.Tests.Runs;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HtmxFlows.Tests.Browser;

/// <summary>The stream of a page when the page or the server goes away.</summary>
public sealed class StreamTests(BrowserSession session) : BrowserTest(session)
{
    // A browser opens six connections to a server; each cached page with a stream would hold one.
    const int Visits = 30, Tabs = 8;

    [Fact]
    public async Task After_many_live_pages_and_the_way_back_and_forward_the_app_still_answers()
    {
        await using var browser = await Session.Launch(without: "--disable-back-forward-cache");
        var visitor = await Visit(browser, Session.App);
        await visitor.Import(Flows.LongRest);
        var run = await visitor.Run("come and go");
        for (var visit = 1; visit <= Visits; visit++)
            await Streams(visitor, () => visitor.Go($"{run}?visit={visit}"));
        for (var back = 1; back < Visits; back++)
            await Streams(visitor, () => visitor.Page.GoBackAsync(new() { WaitUntil = WaitUntilState.Commit }));
        await Streams(visitor, () => visitor.Page.GoForwardAsync(new() { WaitUntil = WaitUntilState.Commit }));
        Assert.EndsWith("?visit=2", visitor.Page.Url, StringComparison.Ordinal);

        await visitor.Press("Cancel");
        await visitor.SeeEnd("cancelled");
        await visitor.SeeWhatAFreshLoadShows();
        await visitor.Go("/");
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Workflows", Level = 1 })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Eight_tabs_of_a_browser_are_live_together_and_a_ninth_is_answered()
    {
        var backstage = new Backstage(Session.App);
        var workflow = await backstage.Keep(Flows.Ticking(150, 0.5));
        var visitor = await Visit();
        // Tabs without a slot reconnect repeatedly, and htmx reports each attempt as an error.
        visitor.MayLoseConnection = true;
        var tabs = new List<(Visitor Visitor, string Run)>();
        for (var tab = 1; tab <= Tabs; tab++)
        {
            var run = await backstage.Run(workflow, $"tab {tab}");
            tabs.Add((tab == 1 ? visitor : await visitor.OpenTab(), run));
            await tabs[^1].Visitor.Go(run);
        }
        var shown = await Task.WhenAll(tabs.Select(tab => tab.Visitor.LastSeq()));

        await Task.WhenAll(tabs.Zip(shown, (tab, before) => Eventually.Equal(true, async () => await tab.Visitor.LastSeq() > before + 9)));
        var ninth = await visitor.OpenTab();
        await ninth.Go("/");
        await Expect(ninth.Page.GetByRole(AriaRole.Heading, new() { Name = "Workflows", Level = 1 })).ToBeVisibleAsync();

        await Task.WhenAll(tabs.Select(tab => backstage.Cancel(tab.Run)));
        foreach (var (tab, _) in tabs)
        {
            await tab.SeeEnd("cancelled");
            await tab.SeeWhatAFreshLoadShows();
        }
    }

    [Fact]
    public async Task A_late_viewer_sees_the_same_as_an_early_one()
    {
        var backstage = new Backstage(Session.App);
        var run = await backstage.Run(await backstage.Keep(Flows.Ticking(8, 0.2)));
        var (one, other) = (await Visit(), await Visit());
        await one.Go(run);
        await one.SeeNode("Tick 2", "completed");
        await other.Go(run);
        await Task.WhenAll(one.SeeEnd("completed"), other.SeeEnd("completed"));

        await one.SeeWhatAFreshLoadShows();
        Assert.Equal(await one.Shown(), await other.Shown());
    }

    [Fact]
    public async Task A_page_that_is_open_while_the_server_is_killed_catches_up()
    {
        using var folder = new TemporaryFolder();
        await using var slow = await GatedPeer.Start();
        await using var quick = await GatedPeer.Start();
        await using var before = AppProcess.Launch(folder.Path, 0, AppProcess.CallsPeers);
        var visitor = await Visit(Session.Browser, await before.Ready);
        visitor.MayLoseConnection = true;
        await visitor.Import(Flows.TwoArms(slow.Url, quick.Url));
        var run = await visitor.Run("hold on");
        await visitor.SeeNode("Quick", "running");

        await before.Kill();
        await using var after = AppProcess.Launch(folder.Path, new Uri(run).Port, AppProcess.CallsPeers);
        await after.Ready;
        await Expect(visitor.Log.Filter(new() { HasText = "Server restarted; the run resumed." })).ToHaveCountAsync(1);
        await visitor.SeeWhatAFreshLoadShows();

        await visitor.Press("Cancel");
        await visitor.SeeEnd("cancelled");
        await visitor.SeeWhatAFreshLoadShows();
    }

    /// <summary>Goes to a page, and waits until it has its stream.</summary>
    static async Task Streams(Visitor visitor, Func<Task> go)
    {
        var stream = visitor.Page.WaitForResponseAsync(response => response.Url.Contains("/events", StringComparison.Ordinal));
        await go();
        await stream;
    }
}
