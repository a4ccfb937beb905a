using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HtmxFlows.Tests.Browser;

/// <summary>Pages of runs that produce thousands of events as fast as possible.</summary>
public sealed class BurstTests(BrowserSession session) : BrowserTest(session)
{
    const int MostShown = 500;

    // Scripts and their listeners need this much; all received events would need many times as much.
    const double MostHeap = 16 * 1024 * 1024;

    public static TheoryData<int, int, int> Bursts => new()
    {
        // Few nodes: only the log grows.
        { 5, 5, 100 },
        // As many nodes as a flow may have: diagram and timeline are large.
        { 9, 111, 2 },
    };

    [Theory, MemberData(nameof(Bursts))]
    public async Task A_run_of_thousands_of_events_shows_the_newest_and_links_to_the_others(int arms, int length, int retries)
    {
        var backstage = new Backstage(Session.App);
        var workflow = await backstage.Keep(Flows.Burst(arms, length, retries));
        var visitor = await Visit();
        await visitor.Page.AddInitScriptAsync(Scripts.WatchBlocking);
        await visitor.Go($"/workflows/{workflow}");
        var run = await visitor.Run("go");
        // The test is about the stream: a page that falls behind would reload itself.
        await visitor.Page.RouteAsync("**/freshness*", route => route.FulfillAsync(new() { Status = 204 }));
        var reloads = 0;
        visitor.Page.Request += (_, request) => reloads += request.IsNavigationRequest ? 1 : 0;
        await backstage.SeeEnd(run, "completed");
        await visitor.SeeEnd("completed");

        var last = await backstage.LastSeq(run);
        Assert.InRange(last, 5_000, int.MaxValue);
        await Expect(visitor.Log).ToHaveCountAsync(MostShown);
        // Before the page is inspected, which blocks it too.
        Report(await visitor.Page.EvaluateAsync<double[]>(Scripts.Blocked));
        await visitor.SeeWhatAFreshLoadShows();
        Assert.Equal(0, reloads);
        await AssertBounded(visitor);

        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Earlier entries" }).ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync($"Entries {last - 2 * MostShown + 1} to {last - MostShown}");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Earlier" }).ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync($"Entries {last - 3 * MostShown + 1} to {last - 2 * MostShown}");
    }

    static void Report(double[] blocked) =>
        TestContext.Current.SendDiagnosticMessage($"The page was held up {blocked.Length} times, for {blocked.DefaultIfEmpty().Max():0} ms at the longest.");

    /// <summary>The page keeps about as much as a fresh load, removed elements included.</summary>
    static async Task AssertBounded(Visitor visitor)
    {
        var (lived, heap) = await Kept(visitor);
        var fresh = await visitor.OpenTab();
        await fresh.Go(visitor.Page.Url);
        var (loaded, freshHeap) = await Kept(fresh);
        await fresh.Page.CloseAsync();
        TestContext.Current.SendDiagnosticMessage($"The page keeps {lived} nodes, a fresh one {loaded}; its heap is {heap / 1024 / 1024:0.0} MB, a fresh one's {freshHeap / 1024 / 1024:0.0} MB.");
        Assert.InRange(lived, 1, 2 * loaded);
        Assert.InRange(heap, 1, MostHeap);
    }

    static async Task<(double Nodes, double Heap)> Kept(Visitor visitor)
    {
        var devtools = await visitor.Page.Context.NewCDPSessionAsync(visitor.Page);
        await devtools.SendAsync("HeapProfiler.collectGarbage");
        var counters = await devtools.SendAsync("Memory.getDOMCounters");
        await devtools.SendAsync("Performance.enable");
        var metrics = await devtools.SendAsync("Performance.getMetrics");
        var heap = metrics!.Value.GetProperty("metrics").EnumerateArray().Single(metric => metric.GetProperty("name").GetString() == "JSHeapUsedSize");
        return (counters!.Value.GetProperty("nodes").GetDouble(), heap.GetProperty("value").GetDouble());
    }
}
