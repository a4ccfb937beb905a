using Microsoft.Playwright;

namespace HtmxFlows.Tests.Browser;

/// <summary>A run continues while its page is disconnected; afterwards the page equals a fresh load.</summary>
public sealed class OutageTests(BrowserSession session) : BrowserTest(session)
{
    [Theory, InlineData(false), InlineData(true)]
    public async Task A_browser_that_was_offline_catches_up(bool missesTheEnd)
    {
        await using var gateway = Gateway.To(Session.App);
        var (visitor, run) = await Watch(Session.Browser, gateway.Address);
        visitor.MayLoseConnection = true;

        await visitor.Page.Context.SetOfflineAsync(true);
        // An offline browser opens nothing, but keeps open connections; a lost network cuts them.
        gateway.Cut();
        await Miss(run, missesTheEnd);
        Assert.InRange(await visitor.LastSeq(), 1, await new Backstage(Session.App).LastSeq(run) - 3);
        await visitor.Page.Context.SetOfflineAsync(false);

        await SeeAll(visitor, run);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_page_catches_up_after_a_proxy_answered_502(bool missesTheEnd)
    {
        await using var gateway = Gateway.To(Session.App);
        var (visitor, run) = await Watch(Session.Browser, gateway.Address);
        visitor.MayLoseConnection = true;
        visitor.Expected.Add(502);

        gateway.GoDown();
        await Miss(run, missesTheEnd);
        Assert.InRange(await visitor.LastSeq(), 1, await new Backstage(Session.App).LastSeq(run) - 3);
        // The page has reconnected, and was refused.
        await Eventually.Equal(true, () => Task.FromResult(gateway.Refusals >= 2));
        gateway.ComeUp();

        await SeeAll(visitor, run);
    }

    [Fact]
    public async Task A_stream_that_is_cut_repeatedly_loses_and_repeats_nothing()
    {
        await using var gateway = Gateway.To(Session.App);
        var (visitor, run) = await Watch(Session.Browser, gateway.Address);
        visitor.MayLoseConnection = true;

        for (var cut = 0; cut < 3; cut++)
        {
            var shown = await visitor.Log.CountAsync();
            gateway.Cut();
            await Eventually.Equal(true, async () => await visitor.Log.CountAsync() > shown);
        }

        await SeeAll(visitor, run);
    }

    [Theory, InlineData(false, false), InlineData(true, false), InlineData(true, true)]
    public async Task A_page_catches_up_after_the_laptop_slept(bool missesTheEnd, bool losesItsConnection)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no signal that stops a process.");
        await using var browser = await Session.Launch();
        await using var gateway = Gateway.To(Session.App);
        var (visitor, run) = await Watch(browser, gateway.Address);
        visitor.MayLoseConnection = losesItsConnection;

        await using (await Sleep.Of(browser))
        {
            if (losesItsConnection)
                gateway.Cut();
            await Miss(run, missesTheEnd);
        }

        await SeeAll(visitor, run);
    }

    /// <summary>Opens a running run.</summary>
    async Task<(Visitor Visitor, string Run)> Watch(IBrowser browser, Uri address)
    {
        var backstage = new Backstage(Session.App);
        var run = await backstage.Run(await backstage.Keep(Flows.Ticking(150, 0.25)));
        var visitor = await Visit(browser, address);
        await visitor.Go(run);
        await visitor.SeeNode("Tick 1", "completed");
        return (visitor, run);
    }

    /// <summary>Lets the run progress while the page is disconnected.</summary>
    async Task Miss(string run, bool theEnd)
    {
        var backstage = new Backstage(Session.App);
        await backstage.SeeAdvance(run, 6);
        if (theEnd)
            await backstage.Cancel(run);
    }

    /// <summary>The page catches up with the run, and follows it to its end.</summary>
    async Task SeeAll(Visitor visitor, string run)
    {
        var backstage = new Backstage(Session.App);
        var last = await backstage.LastSeq(run);
        await Eventually.Equal(true, async () => await visitor.LastSeq() >= last);
        await backstage.Cancel(run);
        await visitor.SeeEnd("cancelled");
        await visitor.SeeWhatAFreshLoadShows();
    }
}
