using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HtmxFlows.Tests.Browser;

public sealed class ListTests(BrowserSession session) : BrowserTest(session)
{
    [Fact]
    public async Task A_list_of_runs_shows_a_new_run_and_keeps_the_selection()
    {
        var (visitor, other) = (await Visit(), await Visit());
        var workflow = await visitor.Import(Flows.Echo);
        await visitor.Run("the first");
        await visitor.SeeEnd("completed");
        await visitor.Go($"{workflow}/runs");
        await visitor.Page.Locator("input[name=run]").CheckAsync();

        await other.Go(workflow);
        await other.Run("the second");
        await Expect(visitor.Page.GetByRole(AriaRole.Link, new() { Name = "the second" })).ToBeVisibleAsync();

        await Expect(visitor.Page.Locator("tr", new() { HasText = "the first" }).Locator("input")).ToBeCheckedAsync();
        await visitor.Page.GetByRole(AriaRole.Group, new() { Name = "Selected runs" }).GetByRole(AriaRole.Button, new() { Name = "Delete…" }).ClickAsync();
        await visitor.Press("Delete 1 run");
        await visitor.Go($"{workflow}/runs");
        await Expect(visitor.Page.Locator(".prompt-cell")).ToHaveTextAsync(["the second"]);
    }

    [Fact]
    public async Task The_inbox_shows_a_new_question_and_keeps_what_is_typed_into_another()
    {
        var (visitor, other) = (await Visit(), await Visit());
        var workflow = await visitor.Import(Flows.Asking);
        var (one, two) = ($"one {Guid.NewGuid()}", $"two {Guid.NewGuid()}");
        await visitor.Run(one);
        await visitor.Go("/inbox");
        var first = visitor.Page.Locator(".asked", new() { HasText = one });
        await first.GetByLabel("Reason").PressSequentiallyAsync("half a sent");

        await other.Go(workflow);
        await other.Run(two);
        await Expect(visitor.Page.Locator(".asked", new() { HasText = two })).ToHaveCountAsync(1);

        await Expect(first.GetByLabel("Reason")).ToHaveValueAsync("half a sent");
        await Expect(first.GetByLabel("Reason")).ToBeFocusedAsync();
        await visitor.Page.Keyboard.TypeAsync("ence");
        await first.GetByRole(AriaRole.Button, new() { Name = "Reject" }).ClickAsync();
        await Expect(first).ToHaveCountAsync(0);
        await Expect(visitor.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/inbox$"));
    }
}
