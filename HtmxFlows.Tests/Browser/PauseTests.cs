using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HtmxFlows.Tests.Browser;

public sealed class PauseTests(BrowserSession session) : BrowserTest(session)
{
    [Theory, InlineData(true), InlineData(false)]
    public async Task A_run_is_paused_and_caught_up_with_by_links(bool scripts)
    {
        var backstage = new Backstage(Session.App);
        var run = await backstage.Run(await backstage.Keep(Flows.Ticking(200, 0.4)));
        var visitor = await Visit(new() { JavaScriptEnabled = scripts });
        var streams = 0;
        visitor.Page.Request += (_, request) => streams += request.Url.EndsWith("/log", StringComparison.Ordinal) || request.Url.Contains("/events", StringComparison.Ordinal) ? 1 : 0;
        await visitor.Go(run);
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Pause updates" }).ClickAsync();
        await Expect(visitor.Page.GetByText("Live updates are paused; the run continues.")).ToBeVisibleAsync();
        var (shown, live) = (await visitor.Log.CountAsync(), streams);

        await backstage.SeeAdvance(run, 6);
        Assert.Equal((shown, live), (await visitor.Log.CountAsync(), streams));
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Catch up" }).ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Pause updates" })).ToBeVisibleAsync();
        await backstage.Cancel(run);
        if (scripts)
        {
            await visitor.SeeEnd("cancelled");
            await visitor.SeeWhatAFreshLoadShows();
        }
        else
        {
            await Expect(visitor.Page.FrameLocator("iframe.live-log").Locator(".summary")).ToContainTextAsync("Cancelled");
        }
        Assert.Equal(live + 1, streams);
    }

    [Fact]
    public async Task A_run_that_is_cancelled_while_it_is_paused_is_shown_cancelled()
    {
        var visitor = await Visit();
        await visitor.Import(Flows.LongRest);
        var run = await visitor.Run("hold it");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Pause updates" }).ClickAsync();
        await Expect(visitor.Page.GetByText("Live updates are paused")).ToBeVisibleAsync();

        await visitor.Press("Cancel");
        await visitor.SeeEnd("cancelled");
        Assert.Equal(run, visitor.Page.Url);
    }
}
