using System.Collections.Concurrent;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace HtmxFlows.Tests.Browser;

public sealed class AccessibilityTests(BrowserSession session) : BrowserTest(session)
{
    const int TabsAtOnce = 4, LooksAtNewColours = 5;

    static readonly (int Width, int Height) Desktop = (1280, 800), Phone = (390, 844);

    static readonly string Axe = new BundledAxeScriptProvider().GetScript();

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
        foreach (var frame in visitor.Page.Frames)
            await frame.EvaluateAsync(Axe);

        foreach (var (width, height) in new[] { Phone, Desktop })
        {
            await visitor.Page.SetViewportSizeAsync(width, height);
            if (await visitor.Page.EvaluateAsync<int>(Scripts.Overflow) is > 0 and var excess)
                report($"is {excess} px wider than {width} px");
            await Run(Scripts.FindViolations, ColorScheme.Light);
        }
        // The scheme changes the colours alone, and those are the same at both widths.
        // A busy browser restyles some elements a moment after the change: a violation is what stays.
        await Run(Scripts.FindFaintText, ColorScheme.Dark, LooksAtNewColours);
        await visitor.Leave();

        async Task Run(string axe, ColorScheme scheme, int most = 1)
        {
            await visitor.Page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            var violations = await Look();
            for (var looks = 1; violations.Length > 0 && looks < most; looks++)
                violations = await Look();
            foreach (var violation in violations)
                report($"{scheme}, {visitor.Page.ViewportSize!.Width} px: {violation}");

            Task<string[]> Look() => visitor.Page.EvaluateAsync<string[]>(axe);
        }
    }
}
