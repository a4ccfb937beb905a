namespace HtmxFlows.Tests.Browser;

/// <summary>A run goes on while its page cannot hear of it; afterwards the page shows what a fresh load shows.</summary>
public sealed class OutageTests(BrowserSession session) : BrowserTest(session)
{
    [Theory, InlineData(false), InlineData(true)]
    public async Task A_browser_that_was_offline_catches_up(bool missesTheEnd)
    {
        var (visitor, run) = await Watch(Session.App);
        visitor.MayLoseConnection = true;

        await visitor.Page.Context.SetOfflineAsync(true);
        await Miss(run, missesTheEnd);
        await visitor.Page.Context.SetOfflineAsync(false);

        await SeeAll(visitor);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_proxy_that_answered_502_for_a_while_does_no_harm(bool missesTheEnd)
    {
        await using var gateway = Gateway.To(Session.App);
        var (visitor, run) = await Watch(gateway.Address);
        visitor.MayLoseConnection = true;
        visitor.Expected.Add(502);

        gateway.GoDown();
        await Miss(run, missesTheEnd);
        // The stream that was cut came again, and was turned away.
        await Eventually.Equal(true, () => Task.FromResult(gateway.Refusals >= 2));
        gateway.ComeUp();

        await SeeAll(visitor);
    }

    [Fact]
    public async Task A_stream_that_is_cut_again_and_again_loses_nothing_and_doubles_nothing()
    {
        await using var gateway = Gateway.To(Session.App);
        var (visitor, run) = await Watch(gateway.Address);
        visitor.MayLoseConnection = true;

        for (var cut = 0; cut < 3; cut++)
        {
            var shown = await visitor.Log.CountAsync();
            gateway.Cut();
            await Eventually.Equal(true, async () => await visitor.Log.CountAsync() > shown || await visitor.Panel.Locator(".over").CountAsync() > 0);
        }

        await SeeAll(visitor);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_page_that_was_frozen_as_by_a_sleeping_laptop_catches_up(bool missesTheEnd)
    {
        var (visitor, run) = await Watch(Session.App);
        var devtools = await visitor.Page.Context.NewCDPSessionAsync(visitor.Page);

        await devtools.SendAsync("Page.setWebLifecycleState", new() { ["state"] = "frozen" });
        await Miss(run, missesTheEnd);
        await devtools.SendAsync("Page.setWebLifecycleState", new() { ["state"] = "active" });

        await SeeAll(visitor);
    }

    /// <summary>Opens a run that is under way.</summary>
    async Task<(Visitor Visitor, string Run)> Watch(Uri address)
    {
        var backstage = new Backstage(Session.App);
        var run = await backstage.Run(await backstage.Keep(Flows.Ticking(12, 0.25)));
        var visitor = await Visit(Session.Browser, address);
        await visitor.Go(run);
        await visitor.SeeNode("Tick 1", "completed");
        return (visitor, run);
    }

    Task Miss(string run, bool theEnd) =>
        theEnd ? new Backstage(Session.App).SeeEnd(run, "completed") : new Backstage(Session.App).SeeAdvance(run, 6);

    static async Task SeeAll(Visitor visitor)
    {
        await visitor.SeeEnd("completed");
        await visitor.SeeWhatAFreshLoadShows();
    }
}
