using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HtmxFlows.Tests.Browser;

/// <summary>What happens to a page's stream when the page or the server goes away.</summary>
public sealed class StreamTests(BrowserSession session) : BrowserTest(session)
{
    // A browser opens six connections to a server; a page that it keeps with its stream would take one each.
    const int MoreThanConnections = 8;

    [Fact]
    public async Task After_many_live_pages_the_app_still_answers()
    {
        await using var browser = await Session.Launch(without: "--disable-back-forward-cache");
        var visitor = await Visit(browser, Session.App);
        await visitor.Import(Flows.LongRest);
        var run = await visitor.Run("come and go");
        for (var visit = 0; visit < MoreThanConnections; visit++)
        {
            // Each visit is a page of its own in the history.
            var stream = visitor.Page.WaitForResponseAsync(response => response.Url.Contains("/events", StringComparison.Ordinal));
            await visitor.Go($"{run}?visit={visit}");
            await stream;
        }

        await visitor.Go("/");
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Workflows", Level = 1 })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_page_that_is_open_while_the_server_is_killed_catches_up_by_itself()
    {
        var folder = Directory.CreateTempSubdirectory("htmxflows-restart-").FullName;
        await using var before = AppProcess.Launch(folder);
        var visitor = await Visit(Session.Browser, await before.Ready);
        visitor.MayLoseConnection = true;
        await visitor.Import(Flows.LongRest);
        var run = await visitor.Run("hold on");
        await visitor.SeeNode("Rest", "waiting");

        await before.Kill();
        await using var after = AppProcess.Launch(folder, new Uri(run).Port);
        await after.Ready;
        await Expect(visitor.Log.Filter(new() { HasText = "The server was stopped here, and went on with the run." })).ToHaveCountAsync(1);
        await visitor.SeeWhatAFreshLoadShows();

        await visitor.Press("Cancel");
        await visitor.SeeEnd("cancelled");
        await visitor.SeeWhatAFreshLoadShows();
    }
}
