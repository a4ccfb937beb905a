using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace HtmxFlows.Tests.Browser;

public sealed class AccessibilityTests(BrowserSession session) : BrowserTest(session)
{
    static readonly (int Width, int Height) Desktop = (1280, 800), Phone = (390, 844);

    public static TheoryData<string> Pages => [.. Places.All.Keys];

    [Theory, MemberData(nameof(Pages))]
    public async Task Axe_finds_nothing_and_nothing_is_too_wide_on(string page)
    {
        var places = await Session.Places(() => Visit());
        var visitor = await Visit();
        await Places.All[page](visitor, places);

        foreach (var (width, height) in new[] { Phone, Desktop })
        {
            await visitor.Page.SetViewportSizeAsync(width, height);
            Assert.Equal(0, await visitor.Page.EvaluateAsync<int>(Scripts.Overflow));
            await Look(visitor, ColorScheme.Light, Everything());
        }
        // The scheme changes the colours alone, and those are the same at both widths.
        await Look(visitor, ColorScheme.Dark, Contrast());
    }

    static async Task Look(Visitor visitor, ColorScheme scheme, AxeRunOptions options)
    {
        await visitor.Page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        var found = await visitor.Page.RunAxe(options);
        Nothing.In(found.Violations.SelectMany(violation => violation.Nodes.Select(node => $"{scheme}, {visitor.Page.ViewportSize!.Width} px: {violation.Id}: {violation.Help}: {node.Html}")));
    }

    static AxeRunOptions Everything() => new() { ResultTypes = [ResultType.Violations], XPath = false };

    static AxeRunOptions Contrast() => new() { ResultTypes = [ResultType.Violations], XPath = false, RunOnly = RunOnlyOptions.Rules("color-contrast") };

    [Theory, InlineData(ColorScheme.Light), InlineData(ColorScheme.Dark)]
    public async Task A_page_is_as_light_or_dark_as_the_visitor_prefers(ColorScheme preferred)
    {
        var visitor = await Visit(new() { ColorScheme = preferred });
        await visitor.Go("/");
        var lightness = await visitor.Page.EvaluateAsync<double>(Scripts.Lightness);

        Assert.InRange(lightness, preferred == ColorScheme.Dark ? 0 : 0.9, preferred == ColorScheme.Dark ? 0.2 : 1);
    }
}
