using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HtmxFlows.Tests.Browser;

/// <summary>A public chat, live on a desk and without scripts on a phone.</summary>
public sealed class ChatTests(BrowserSession session) : BrowserTest(session)
{
    [Fact]
    public async Task An_answer_appears_live_and_a_question_is_answered_by_the_keyboard()
    {
        var visitor = await Visit();
        var page = visitor.Page;
        await visitor.Go(await Publish());
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Ask us" })).ToBeVisibleAsync();
        await Say(visitor, "Hello");

        await Expect(page.Locator(".answer").Last).ToHaveTextAsync("You said Hello.");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Stop" })).ToBeHiddenAsync();
        var conversation = page.Url;
        await Say(visitor, "Where is my order?");
        var yes = page.GetByRole(AriaRole.Button, new() { Name = "Yes, please" });
        await Expect(yes).ToBeVisibleAsync();
        await Expect(page.Locator(".answer").Last).ToHaveTextAsync("Your answer is needed.");
        await yes.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".answer").Last).ToHaveTextAsync("It is on its way.");
        await Expect(page.Locator(".person .text")).ToHaveTextAsync(["Hello", "Where is my order?"]);
        Assert.Equal(conversation, page.Url);

        await page.GetByRole(AriaRole.Link, new() { Name = "New conversation" }).ClickAsync();
        await Expect(page.Locator(".turn")).ToHaveCountAsync(0);
        // Another browser has no part in it.
        var stranger = await Visit();
        stranger.Expected.Add(404);
        await stranger.Go(conversation);
        await Expect(stranger.Page.GetByRole(AriaRole.Heading, new() { Name = "Page not found" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Work_on_an_answer_is_stopped()
    {
        var visitor = await Visit();
        await visitor.Go(await Publish());
        await Say(visitor, "Where is my order?");
        await visitor.Press("Stop");

        await Expect(visitor.Page.Locator(".answer")).ToHaveTextAsync("Stopped.");
        await Say(visitor, "Never mind");
        await Expect(visitor.Page.Locator(".answer").Last).ToHaveTextAsync("You said Never mind.");
    }

    [Fact]
    public async Task A_chat_works_on_a_phone_without_scripts()
    {
        var address = await Publish();
        var phone = await Visit(new() { JavaScriptEnabled = false, ViewportSize = new() { Width = 390, Height = 844 }, IsMobile = true, HasTouch = true });
        await phone.Go(address);
        await Say(phone, "Hello");

        // The page loads itself again.
        await Expect(phone.Page.Locator(".answer").Last).ToHaveTextAsync("You said Hello.");
        await Say(phone, "Where is my order?");
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "Yes, please" }).ClickAsync();
        await Expect(phone.Page.Locator(".answer").Last).ToHaveTextAsync("It is on its way.");
        Assert.True(await phone.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
    }

    async Task<string> Publish()
    {
        var owner = await Visit();
        await owner.Go(await owner.Import(Flows.PublicChat) + "/deliveries");
        return new Uri(await owner.Page.Locator(".trigger pre").First.InnerTextAsync()).AbsolutePath;
    }

    static async Task Say(Visitor visitor, string message)
    {
        await visitor.Page.GetByLabel("Message", new() { Exact = true }).FillAsync(message);
        await visitor.Page.Keyboard.PressAsync("Enter");
    }
}
