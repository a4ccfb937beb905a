using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;
using App = HtmxFlows.Tests.Web.App;

namespace HtmxFlows.Tests.Browser;

/// <summary>A page without heartbeats reports the silence and polls.</summary>
public sealed class StalenessTests(BrowserSession session) : BrowserTest(session)
{
    // Two heartbeats of fifteen seconds, and time for the second to arrive.
    const int TwoHeartbeats = 31_000, Longer = 36_000, BetweenPolls = 20_000;

    [Theory, InlineData(ReducedMotion.NoPreference), InlineData(ReducedMotion.Reduce)]
    public async Task After_two_missed_heartbeats_the_page_reports_the_silence_until_the_next_one(ReducedMotion motion)
    {
        var visitor = await Watch(Session.App, new() { ReducedMotion = motion });
        await Expect(Sentence(visitor)).ToBeHiddenAsync();
        await Wait(visitor, TwoHeartbeats);
        await Expect(Sentence(visitor)).ToBeHiddenAsync();

        await BecomeStale(visitor);

        await Expect(Sentence(visitor)).ToBeHiddenAsync();
        await BecomeStale(visitor);
    }

    [Fact]
    public async Task A_reconnected_stream_ends_the_report_of_silence_at_once()
    {
        // The heartbeats of this app are minutes apart: this one belongs to the new stream.
        await using var slow = new App("Production") { Configure = ScaledTime.Of(0.05) };
        await using var gateway = Gateway.To(slow.Address);
        var visitor = await Watch(gateway.Address);
        visitor.MayLoseConnection = true;
        await BecomeStale(visitor);

        gateway.Cut();
        await Expect(Sentence(visitor)).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_run_that_has_ended_is_never_stale()
    {
        var visitor = await Watch(Session.App);
        await BecomeStale(visitor);

        await visitor.Press("Cancel");
        await visitor.SeeEnd("cancelled");
        await Expect(Sentence(visitor)).ToBeHiddenAsync();
        await visitor.Page.ReloadAsync(new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        await Expect(Sentence(visitor)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Behind_a_proxy_that_never_forwards_the_stream_the_page_reloads_itself()
    {
        await using var gateway = Gateway.To(Session.App, holdingBack: "/events");
        var visitor = await Visit(Session.Browser, gateway.Address);
        await visitor.Page.Clock.InstallAsync();
        await visitor.Import(Flows.LongRest);
        var run = await visitor.Run("behind a wall");
        await new Backstage(Session.App).Cancel(run);
        await Expect(visitor.Panel.Locator(".run-status")).Not.ToHaveAttributeAsync("data-status", "cancelled");

        await Eventually.Equal("cancelled", async () =>
        {
            await visitor.Page.Clock.FastForwardAsync(BetweenPolls);
            return await visitor.Panel.Locator(".run-status").GetAttributeAsync("data-status");
        });
        await visitor.SeeWhatAFreshLoadShows();
    }

    [Fact]
    public async Task A_page_that_is_up_to_date_stays_as_it_is_and_asks_no_more_once_the_run_has_ended()
    {
        var visitor = await Visit();
        await visitor.Page.Clock.InstallAsync();
        await visitor.Import(Flows.LongRest);
        await visitor.Run("watch me");
        await visitor.SeeNode("Rest", "waiting");
        var loads = 0;
        visitor.Page.DOMContentLoaded += (_, _) => loads++;
        Assert.Equal(204, await Poll(visitor));

        await visitor.Press("Cancel");
        await visitor.SeeEnd("cancelled");
        Assert.Equal(286, await Poll(visitor));
        var polls = 0;
        visitor.Page.Request += (_, request) => polls += request.Url.Contains("/freshness", StringComparison.Ordinal) ? 1 : 0;
        await visitor.Page.Clock.RunForAsync(5 * BetweenPolls);
        await visitor.SeeWhatAFreshLoadShows();
        Assert.Equal((0, 0), (polls, loads));
    }

    async Task<Visitor> Watch(Uri address, BrowserNewContextOptions? options = null)
    {
        var visitor = await Visit(Session.Browser, address, options);
        await visitor.Import(Flows.LongRest);
        await visitor.Run("silence");
        await visitor.SeeNode("Rest", "waiting");
        return visitor;
    }

    static ILocator Sentence(Visitor visitor) => visitor.Page.GetByText("Connection lost.");

    /// <summary>Sets the animation of the sentence to that many milliseconds after the last heartbeat.</summary>
    static async Task Wait(Visitor visitor, int time) => await visitor.Page.Locator(".stale").EvaluateAsync(Scripts.Wait, time);

    /// <summary>Simulates a silence of more than two heartbeats, although a heartbeat may arrive now.</summary>
    static Task BecomeStale(Visitor visitor) => Eventually.Equal(true, async () =>
    {
        await Wait(visitor, Longer);
        return await Sentence(visitor).IsVisibleAsync();
    });

    static async Task<int> Poll(Visitor visitor)
    {
        var answer = await visitor.Page.RunAndWaitForResponseAsync(
            () => visitor.Page.Clock.RunForAsync(BetweenPolls), response => response.Url.Contains("/freshness", StringComparison.Ordinal));
        return answer.Status;
    }
}
