using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace HtmxFlows.Tests.Browser;

public sealed class AccessibilityTests(BrowserSession session) : BrowserTest(session)
{
    const int TabsAtOnce = 4;

    [Fact]
    public async Task Axe_finds_no_violation_on_any_page_and_no_page_is_wider_than_the_screen()
    {
        var places = await Places.Furnish(await Visit());
        var findings = new ConcurrentQueue<string>();

        await Parallel.ForEachAsync(Places.All, new ParallelOptions { MaxDegreeOfParallelism = TabsAtOnce, CancellationToken = TestContext.Current.CancellationToken }, async (page, _) =>
        {
            try
            {
                await Check(page.Value, places, finding => findings.Enqueue($"{page.Key}: {finding}"));
            }
            catch (Exception error) when (error is PlaywrightException or TimeoutException)
            {
                findings.Enqueue($"{page.Key}: {error.Message}");
            }
        });

        Nothing.In(findings);
    }

    [Theory, InlineData(ColorScheme.Light), InlineData(ColorScheme.Dark)]
    public async Task A_page_is_as_light_or_dark_as_the_visitor_prefers(ColorScheme preferred)
    {
        var visitor = await Visit(new() { ColorScheme = preferred });
        await visitor.Go("/");
        var lightness = await visitor.Page.EvaluateAsync<double>(Scripts.Lightness);

        Assert.InRange(lightness, preferred == ColorScheme.Dark ? 0 : 0.9, preferred == ColorScheme.Dark ? 0.2 : 1);
    }

    async Task Check(Func<Visitor, Places, Task> open, Places places, Action<string> report)
    {
        var visitor = await Visit();
        await open(visitor, places);
        await Axe.Check(visitor, report);
        await visitor.Leave();
    }
}
