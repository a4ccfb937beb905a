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

        await Check(visitor.Page, Phone, ColorScheme.Light, Everything());
        await Check(visitor.Page, Desktop, ColorScheme.Light, Everything());
        // Colours are all that the other scheme changes, and the wide window shows all that the narrow one does.
        await Check(visitor.Page, Desktop, ColorScheme.Dark, Contrast());
    }

    static async Task Check(IPage page, (int Width, int Height) window, ColorScheme scheme, AxeRunOptions rules)
    {
        await page.SetViewportSizeAsync(window.Width, window.Height);
        Assert.Equal(0, await page.EvaluateAsync<int>(Scripts.Overflow));
        await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        var found = await page.RunAxe(rules);
        Nothing.In(found.Violations.SelectMany(violation => violation.Nodes.Select(node => $"{scheme}, {window.Width} px: {violation.Id}: {violation.Help}: {node.Html}")));
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
