using static Microsoft.Playwright.Assertions;

namespace HtmxFlows.Tests.Browser;

public sealed class KeyboardTests(BrowserSession session) : BrowserTest(session)
{
    const int MostSteps = 60;

    [Fact]
    public async Task The_first_focusable_element_skips_the_menu()
    {
        var visitor = await Visit();
        await visitor.Go("/");
        var first = await Step(visitor);
        Assert.Equal("Skip to content", first.Name);

        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(visitor.Page.Locator("main")).ToBeFocusedAsync();
        Assert.NotEqual("nav a", (await Step(visitor)).Tag);
    }

    [Fact]
    public async Task A_run_is_started_watched_cancelled_and_run_again_by_keyboard()
    {
        var visitor = await Visit();
        var workflow = await visitor.Import(Flows.LongRest);
        await visitor.Go(workflow);
        await StepTo(visitor, "Prompt");
        await visitor.Page.Keyboard.TypeAsync("by hand");
        await StepTo(visitor, "Run");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await visitor.SeeNode("Rest", "waiting");

        await StepTo(visitor, "Cancel");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await visitor.SeeEnd("cancelled");

        await StepTo(visitor, "Run again");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await visitor.SeeNode("Rest", "waiting");
        await Expect(visitor.Page.Locator(".turn")).ToHaveCountAsync(2);
    }

    [Theory]
    [InlineData("/"), InlineData("/workflows/new"), InlineData("/workflows/import"), InlineData("/runs"), InlineData("/nodes"), InlineData("/store"), InlineData("/entry")]
    public async Task The_focus_is_visible_and_never_trapped_on(string address)
    {
        var visitor = await Visit();
        await visitor.Go(address);
        await StepTo(visitor, "Skip to content");
        for (var steps = 0; steps < MostSteps && (await Step(visitor)).Tag != "body"; steps++)
        {
        }
    }

    static async Task StepTo(Visitor visitor, string name)
    {
        for (var steps = 0; steps < MostSteps; steps++)
            if ((await Step(visitor)).Name == name)
                return;
        Assert.Fail($"{name} cannot be reached with {MostSteps} presses of Tab on {visitor.Page.Url}.");
    }

    /// <summary>One press of Tab; the focused element must be visible.</summary>
    static async Task<Focus> Step(Visitor visitor)
    {
        await visitor.Page.Keyboard.PressAsync("Tab");
        var focus = await visitor.Page.EvaluateAsync<Focus>(Scripts.Focus);
        Assert.True(focus.Tag == "body" || focus is { IsOutlined: true, IsInView: true }, $"{focus} on {visitor.Page.Url}");
        return focus;
    }

    sealed record Focus
    {
        public string Name { get; init; } = "";
        public string Tag { get; init; } = "";
        public bool IsOutlined { get; init; }
        public bool IsInView { get; init; }
    }
}
