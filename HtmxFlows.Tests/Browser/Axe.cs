using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace HtmxFlows.Tests.Browser;

/// <summary>Looks at a page as axe does: on a telephone and a desktop, light and dark.</summary>
static class Axe
{
    const int LooksAtNewColours = 5;

    static readonly (int Width, int Height) Desktop = (1280, 800), Phone = (390, 844);

    static readonly string Script = new BundledAxeScriptProvider().GetScript();

    /// <summary>Reports the violations on the page that a visitor sees, and whether it is wider than the screen.</summary>
    public static async Task Check(Visitor visitor, Action<string> report)
    {
        foreach (var frame in visitor.Page.Frames)
            await frame.EvaluateAsync(Script);

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
