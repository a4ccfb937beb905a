using Microsoft.Playwright;

namespace HtmxFlows.Tests.Browser;

/// <summary>A run continues while its page is disconnected; afterwards the page shows what a fresh load shows.</summary>
public sealed class OutageTests(BrowserSession session) : BrowserTest(session)
{
    [Theory, InlineData(false), InlineData(true)]
    public async Task A_browser_that_was_offline_catches_up(bool missesTheEnd)
    {
        await using var gateway = Gateway.To(Session.App);
        var (visitor, run) = await Watch(Session.Browser, gateway.Address);
        visitor.MayLoseConnection = true;

        await visitor.Page.Context.SetOfflineAsync(true);
        // A browser in offline mode opens nothing, but keeps what is open; a network that is gone cuts it.
        gateway.Cut();
        await Miss(run, missesTheEnd);
        Assert.InRange(await visitor.LastSeq(), 1, await new Backstage(Session.App).LastSeq(run) - 3);
        await visitor.Page.Context.SetOfflineAsync(false);

        await SeeAll(visitor, run);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_proxy_that_answered_502_for_a_while_does_no_harm(bool missesTheEnd)
    {
        await using var gateway = Gateway.To(Session.App);
        var (visitor, run) = await Watch(Session.Browser, gateway.Address);
        visitor.MayLoseConnection = true;
        visitor.Expected.Add(502);

        gateway.GoDown();
        await Miss(run, missesTheEnd);
        Assert.InRange(await visitor.LastSeq(), 1, await new Backstage(Session.App).LastSeq(run) - 3);
        // The interrupted stream reconnected, and was refused.
        await Eventually.Equal(true, () => Task.FromResult(gateway.Refusals >= 2));
        gateway.ComeUp();

        await SeeAll(visitor, run);
    }

    [Fact]
    public async Task A_stream_that_is_cut_again_and_again_loses_nothing_and_doubles_nothing()
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
    public async Task A_page_that_stood_still_as_on_a_sleeping_laptop_catches_up(bool missesTheEnd, bool losesItsConnection)
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

    /// <summary>Opens a run that is under way.</summary>
    async Task<(Visitor Visitor, string Run)> Watch(IBrowser browser, Uri address)
    {
        var backstage = new Backstage(Session.App);
        var run = await backstage.Run(await backstage.Keep(Flows.Ticking(150, 0.25)));
        var visitor = await Visit(browser, address);
        await visitor.Go(run);
        await visitor.SeeNode("Tick 1", "completed");
        return (visitor, run);
    }

    /// <summary>Lets the run continue while the page is disconnected.</summary>
    async Task Miss(string run, bool theEnd)
    {
        var backstage = new Backstage(Session.App);
        await backstage.SeeAdvance(run, 6);
        if (theEnd)
            await backstage.Cancel(run);
    }

    /// <summary>The page comes to what the run has come to, and goes with it to its end.</summary>
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
