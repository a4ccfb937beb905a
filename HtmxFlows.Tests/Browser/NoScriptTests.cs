using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HtmxFlows.Tests.Browser;

public sealed class NoScriptTests(BrowserSession session) : BrowserTest(session)
{
    static readonly BrowserNewContextOptions WithoutScripts = new() { JavaScriptEnabled = false };

    [Fact]
    public async Task The_sample_runs_with_a_live_log_to_the_end()
    {
        var visitor = await Visit(new(WithoutScripts));
        await visitor.FindWorkflow("Orchestrator");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Run Orchestrator" }).ClickAsync();
        await visitor.Run("no scripts here");
        var log = visitor.Page.FrameLocator("iframe.live-log");

        await Expect(log.Locator(".summary")).ToContainTextAsync("Completed · 6 of 6 nodes");
        await Expect(log.Locator(".person")).ToContainTextAsync("no scripts here");

        await log.GetByRole(AriaRole.Link, new() { Name = "Refresh" }).ClickAsync();
        await visitor.SeeEnd("completed");
        await visitor.SeeNode("StorageAgent", "completed");
        await Expect(visitor.Log.Last).ToContainTextAsync("Completed · 6 of 6 nodes");
        await Expect(visitor.Page.Locator("iframe")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_run_is_cancelled_run_again_and_continued()
    {
        var visitor = await Visit(new(WithoutScripts));
        await visitor.Import(Flows.LongRest);
        var first = await visitor.Run("quiet");
        await Expect(visitor.Page.FrameLocator("iframe.live-log").GetByText("Rest waits")).ToBeVisibleAsync();
        // The log that does not grow is not shown beside the one that does, nor what heartbeats would take away.
        await Expect(visitor.Page.Locator("#log")).ToBeHiddenAsync();
        await visitor.Page.Locator(".stale").EvaluateAsync(Scripts.Wait, 60_000);
        await Expect(visitor.Page.Locator(".stale")).ToBeHiddenAsync();

        await visitor.Press("Cancel");
        await visitor.SeeEnd("cancelled");
        Assert.Equal(first, visitor.Page.Url);
        await Expect(visitor.Log.Last).ToContainTextAsync("Cancelled");

        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Run again" }).ClickAsync();
        await Expect(visitor.Page.FrameLocator("iframe.live-log").GetByText("Rest waits")).ToBeVisibleAsync();
        Assert.NotEqual(first, visitor.Page.Url);
        await visitor.Press("Cancel");
        await visitor.SeeEnd("cancelled");
        await Expect(visitor.Page.Locator(".turn")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task The_live_log_looks_like_the_page_around_it()
    {
        var visitor = await Visit(new(WithoutScripts) { ColorScheme = ColorScheme.Dark });
        await visitor.Import(Flows.LongRest);
        var run = await visitor.Run("look");
        await visitor.Page.FrameLocator("iframe.live-log").GetByText("Rest waits").WaitForAsync();
        var inside = visitor.Page.Frames.Single(frame => frame.Url == $"{run}/log");

        Assert.Equal(await visitor.Page.EvaluateAsync<string>(Scripts.Look), await inside.EvaluateAsync<string>(Scripts.Look));
    }

    [Fact]
    public async Task A_list_is_searched_and_filtered()
    {
        var visitor = await Visit(new(WithoutScripts));
        await visitor.Go("/");
        await visitor.Page.GetByLabel("Search workflows").FillAsync("two read");
        await visitor.Press("Search");
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Level = 2 })).ToHaveTextAsync(["Two readers"]);

        await visitor.Go("/nodes");
        await visitor.Page.GetByLabel("Search nodes").FillAsync("sql");
        await visitor.Press("Search");
        await Expect(visitor.Page.Locator(".node-type")).ToHaveCountAsync(1);

        await visitor.Go("/runs");
        await visitor.Page.GetByLabel("Status").SelectOptionAsync("cancelled");
        await visitor.Press("Filter");
        await Expect(visitor.Page.GetByLabel("Status")).ToHaveValueAsync("cancelled");
        await Expect(visitor.Page.Locator("td .status:not([data-status=cancelled])")).ToHaveCountAsync(0);
    }
}
