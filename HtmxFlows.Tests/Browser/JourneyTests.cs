using System.Text.Json;
using HtmxFlows.Tests.Runs;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HtmxFlows.Tests.Browser;

public sealed class JourneyTests(BrowserSession session) : BrowserTest(session)
{
    const string Sample = "Orchestrator → ComputeAgent → StorageAgent";

    [Fact]
    public async Task The_sample_is_run_from_the_list_and_watched_to_its_end()
    {
        var visitor = await Visit();
        await visitor.FindWorkflow(Sample);
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = $"Run {Sample}" }).ClickAsync();
        await visitor.Run("count every word of this sentence");
        await visitor.SeeEnd("completed");

        await Expect(visitor.Log.Last).ToContainTextAsync("Completed · 6 of 6 nodes");
        await Expect(visitor.Page.Locator("#log > [data-node=compute].node-completed")).ToContainTextAsync("\"longest\": \"sentence\"");
        await visitor.SeeWhatAFreshLoadShows();
    }

    [Theory]
    [InlineData("brave new world", "Ask for more", "Aloud it is BRAVE NEW WORLD")]
    [InlineData("short", "Combine", "That is too short for two readers")]
    public async Task The_second_sample_takes_its_branch_and_skips_the_other(string prompt, string skipped, string answer)
    {
        var visitor = await Visit();
        await visitor.FindWorkflow("Two readers");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Two readers", Exact = true }).ClickAsync();
        await visitor.Run(prompt);
        await visitor.SeeEnd("completed");

        await visitor.SeeNode(skipped, "skipped");
        await visitor.SeeNode("Long enough?", "completed");
        await Expect(visitor.Log.Locator(".result")).ToContainTextAsync(answer);
        await Expect(visitor.Log.Filter(new() { HasText = $"{skipped} skipped" })).ToHaveCountAsync(1);
        await visitor.SeeWhatAFreshLoadShows();
    }

    [Fact]
    public async Task Two_branches_run_together_and_join()
    {
        await using var slow = await GatedPeer.Start();
        await using var quick = await GatedPeer.Start();
        var visitor = await Visit();
        await visitor.Page.AddInitScriptAsync(Scripts.Watch);
        await visitor.Import(Flows.TwoArms(slow.Url, quick.Url));
        await visitor.Run("side by side");
        await visitor.SeeNode("Slow", "running");
        await visitor.SeeNode("Quick", "running");
        await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel" })).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Run again" })).ToBeHiddenAsync();

        quick.Open();
        await visitor.SeeNode("More", "completed");
        await visitor.SeeNode("Slow", "running");
        await visitor.SeeNode("Join", "pending");
        slow.Open();
        await visitor.SeeEnd("completed");

        await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel" })).ToBeHiddenAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Run again" })).ToBeVisibleAsync();
        await Expect(visitor.Log.Locator(".result")).ToContainTextAsync("answer, answer and more");
        await visitor.SeeWhatAFreshLoadShows();
        AssertWatched([.. (await visitor.Page.EvaluateAsync<string[]>(Scripts.Seen)).Select(View.Parse)]);
    }

    [Fact]
    public async Task A_long_run_is_cancelled_and_shown_as_cancelled()
    {
        var visitor = await Visit();
        await visitor.Import(Flows.LongRest);
        await visitor.Run("moon");
        await visitor.SeeNode("Rest", "waiting");

        await visitor.Press("Cancel");
        await visitor.SeeEnd("cancelled");

        await visitor.SeeNode("Rest", "cancelled");
        await visitor.SeeNode("Wake up", "pending");
        await Expect(visitor.Log.Last).ToContainTextAsync("Cancelled · 1 of 3 nodes");
        await Expect(visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel" })).ToBeHiddenAsync();
        await visitor.SeeWhatAFreshLoadShows();
    }

    [Fact]
    public async Task A_conversation_has_three_turns()
    {
        var visitor = await Visit();
        await visitor.Import(Flows.Echo);
        var first = await visitor.Run("one");
        await visitor.SeeEnd("completed");
        await visitor.Run("two");
        await visitor.SeeEnd("completed");
        await visitor.Run("three");
        await visitor.SeeEnd("completed");

        await Expect(visitor.Page.Locator(".turn .message.person .text")).ToHaveTextAsync(["one", "two", "three"]);
        await Expect(visitor.Page.Locator(".turn .result")).ToHaveTextAsync(["You said one.", "You said two.", "You said three."]);
        await visitor.Go(first);
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Newer turn" }).ClickAsync();
        await Expect(visitor.Page.Locator(".turn .message.person .text")).ToHaveTextAsync(["one", "two"]);
    }

    [Fact]
    public async Task A_run_that_fails_shows_its_error_where_it_happened()
    {
        var visitor = await Visit();
        await visitor.Import(Flows.Failing);
        var failed = await visitor.Run("coffee");
        await visitor.SeeEnd("failed");

        await Expect(visitor.Log.Locator(".message.error")).ToContainTextAsync("“coffee” is nothing that I do. Ask for tea instead.");
        await visitor.SeeNode("Look", "completed");
        await visitor.SeeNode("Refuse", "failed");
        await visitor.SeeNode("After", "pending");
        await Expect(visitor.Log.Last).ToContainTextAsync("Failed");
        await visitor.SeeWhatAFreshLoadShows();

        await visitor.Press("Run again");
        await visitor.SeeEnd("failed");
        Assert.NotEqual(failed, visitor.Page.Url);
        await Expect(visitor.Page.Locator(".turn")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task Two_viewers_see_the_same()
    {
        var (one, other) = (await Visit(), await Visit());
        await one.Import(Flows.LongRest);
        var address = await one.Run("twins");
        await other.Go(address);
        await other.SeeNode("Rest", "waiting");

        await other.Press("Cancel");
        await Task.WhenAll(one.SeeEnd("cancelled"), other.SeeEnd("cancelled"));

        await one.SeeWhatAFreshLoadShows();
        await other.SeeWhatAFreshLoadShows();
        Assert.Equal(await one.Shown(), await other.Shown());
    }

    [Fact]
    public async Task The_back_button_and_a_reload_show_the_run_as_it_is()
    {
        var visitor = await Visit();
        await visitor.Import(Flows.LongRest);
        await visitor.Run("again");
        await visitor.SeeNode("Rest", "waiting");

        await visitor.Page.ReloadAsync(new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        await visitor.SeeNode("Rest", "waiting");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Runs", Exact = true }).ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Runs", Level = 1 })).ToBeVisibleAsync();
        await visitor.Page.GoBackAsync(new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        await visitor.Press("Cancel");
        await visitor.SeeEnd("cancelled");

        await visitor.SeeWhatAFreshLoadShows();
    }

    static void AssertWatched(View[] seen)
    {
        Assert.Equal(seen.Select(view => view.Entries).Order(), seen.Select(view => view.Entries));
        Assert.Equal(seen.Select(view => view.Done).Order(), seen.Select(view => view.Done));
        Assert.DoesNotContain(seen, view => view.Nodes is { } nodes && nodes.GetValueOrDefault("Join", "pending") != "pending" && nodes["Slow"] != "completed");
        Assert.All(seen[^1].Nodes!.Values, status => Assert.Equal("completed", status));
        Assert.Equal("completed", seen[^1].Run);
    }

    /// <summary>What a run page showed at a moment.</summary>
    sealed record View(string? Run, double? Done, int Entries, Dictionary<string, string>? Nodes)
    {
        public static View Parse(string json) => JsonSerializer.Deserialize<View>(json, JsonSerializerOptions.Web)!;
    }
}
