using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HtmxFlows.Tests.Browser;

/// <summary>A webhook from blank to its first published call, a schedule that says when, and a form on a phone without scripts.</summary>
public sealed class TriggerTests(BrowserSession session) : BrowserTest(session)
{
    [Fact]
    public async Task A_webhook_is_built_from_blank_with_its_first_call_as_data()
    {
        var visitor = await Visit();
        var page = visitor.Page;
        await visitor.Go("/workflows/new");
        await page.GetByLabel("Name").FillAsync($"Hook {Guid.NewGuid():N}");
        await visitor.Press("Create");
        await page.GetByRole(AriaRole.Link, new() { Name = "Add the first node" }).ClickAsync();
        await page.GetByRole(AriaRole.Searchbox, new() { Name = "Search nodes" }).FillAsync("webhook");
        await page.Locator("button.type", new() { HasText = "Webhook" }).First.ClickAsync();

        // The page shows where the draft is called, and waits.
        await Expect(page.GetByText("Waiting for the first call…")).ToBeVisibleAsync();
        var command = await page.Locator("#trigger-panel pre").First.InnerTextAsync();
        var address = command.Split('\'')[1];
        Assert.EndsWith("/draft", address, StringComparison.Ordinal);
        Assert.Equal(202, (await page.APIRequest.PostAsync(address, new() { DataObject = new { name = "Ada" } })).Status);
        await Expect(page.Locator("#last-call")).ToContainTextAsync("Last call: just now, accepted");

        // What was received is what the next node is written against.
        await page.GetByRole(AriaRole.Link, new() { Name = "Next" }).ClickAsync();
        await page.GetByRole(AriaRole.Searchbox, new() { Name = "Search nodes" }).FillAsync("template");
        await page.Locator("button.type", new() { HasText = "Template" }).First.ClickAsync();
        var template = page.GetByRole(AriaRole.Textbox, new() { Name = "Template", Exact = true });
        await template.FillAsync("Hello {{trigger.body.name}}");
        await Expect(page.Locator(".preview").First).ToContainTextAsync("Hello Ada");
        await visitor.Publish();

        await page.GetByRole(AriaRole.Link, new() { Name = "Triggers" }).ClickAsync();
        var published = await page.Locator(".trigger pre").First.InnerTextAsync();
        Assert.Equal(address[..^"/draft".Length], published);
        Assert.Equal(202, (await page.APIRequest.PostAsync(published, new() { DataObject = new { name = "Grace" } })).Status);
        await Expect(page.Locator(".deliveries tbody tr")).ToHaveCountAsync(2);

        await page.Locator(".deliveries tbody tr").First.GetByRole(AriaRole.Button, new() { Name = "Send again" }).ClickAsync();
        await visitor.SeeEnd("completed");
        await Expect(page.Locator(".result").First).ToContainTextAsync("Hello Grace");
    }

    [Fact]
    public async Task A_schedule_shows_its_next_runs_while_it_is_written()
    {
        var visitor = await Visit();
        var page = visitor.Page;
        await visitor.Go(await visitor.Import(Flows.Scheduled) + "/edit?node=clock");
        await Expect(page.Locator("#next-runs li")).ToHaveCountAsync(5);
        await Expect(page.Locator("#next-runs li").First).ToContainTextAsync("02:30");

        await page.GetByRole(AriaRole.Textbox, new() { Name = "Cron" }).FillAsync("15 4 * * *");

        await Expect(page.Locator("#next-runs li").First).ToContainTextAsync("04:15");
    }

    [Fact]
    public async Task A_public_form_is_sent_on_a_phone_without_scripts()
    {
        var owner = await Visit();
        await owner.Go(await owner.Import(Flows.PublicForm) + "/deliveries");
        var form = new Uri(await owner.Page.Locator(".trigger pre").First.InnerTextAsync()).AbsolutePath;
        var phone = await Visit(new() { JavaScriptEnabled = false, ViewportSize = new() { Width = 390, Height = 844 }, IsMobile = true, HasTouch = true });

        await phone.Go(form);
        await phone.Page.GetByLabel("Your name").FillAsync("Ada");
        await phone.Page.GetByLabel("question").FillAsync("How?");
        await phone.Press("Send");

        await Expect(phone.Page.GetByText("Thank you, Ada.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_form_of_two_pages_with_a_file_is_sent_on_a_phone_without_scripts()
    {
        var owner = await Visit();
        await owner.Go(await owner.Import(Flows.PublicForm.Replace("\"urgent\",", "\"urgent\", \"page\": \"Last of all\",", StringComparison.Ordinal).Replace("\"type\": \"multiline\"", "\"type\": \"file\"", StringComparison.Ordinal)) + "/deliveries");
        var form = new Uri(await owner.Page.Locator(".trigger pre").First.InnerTextAsync()).AbsolutePath;
        var phone = await Visit(new() { JavaScriptEnabled = false, ViewportSize = new() { Width = 390, Height = 844 }, IsMobile = true, HasTouch = true });

        await phone.Go(form);
        await phone.Page.GetByLabel("Your name").FillAsync("Ada");
        await phone.Page.GetByLabel("question").SetInputFilesAsync(new FilePayload { Name = "me.txt", MimeType = "text/plain", Buffer = "a face"u8.ToArray() });
        await phone.Press("Next");
        await Expect(phone.Page.GetByRole(AriaRole.Heading, new() { Name = "Last of all" })).ToBeVisibleAsync();
        await Expect(phone.Page.GetByText("Page 2 of 2")).ToBeVisibleAsync();
        await phone.Press("Back");
        await Expect(phone.Page.GetByLabel("Your name")).ToHaveValueAsync("Ada");
        await Expect(phone.Page.GetByText("Kept: me.txt")).ToBeVisibleAsync();
        await phone.Press("Next");
        await phone.Page.GetByLabel("urgent").CheckAsync();
        await phone.Press("Send");

        await Expect(phone.Page.GetByText("Thank you, Ada.")).ToBeVisibleAsync();
    }
}
