using HtmxFlows.Tests.Outbound;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HtmxFlows.Tests.Browser;

/// <summary>A report of orders, from blank to its first run: eight nodes with few clicks, each on something that is in view.</summary>
public sealed class EditorJourneyTests(BrowserSession session) : BrowserTest(session)
{
    const int MostClicks = 40;
    const string Orders = """[{"id": 1, "city": "Bern", "status": "paid", "total": 120}, {"id": 2, "city": "Basel", "status": "open", "total": 7}, {"id": 3, "city": "Bern", "status": "paid", "total": 30}]""";

    int clicks;

    [Fact]
    public async Task Eight_nodes_are_built_and_run_with_few_clicks_and_without_scrolling()
    {
        await using var shop = await HttpPeer.Start(context =>
        {
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(Orders);
        });
        var visitor = await Visit(new() { ViewportSize = new() { Width = 1280, Height = 800 } });
        var page = visitor.Page;
        await visitor.Go("/workflows/new");
        await page.GetByLabel("Name").FillAsync($"Orders {Guid.NewGuid():N}");
        await visitor.Press("Create");

        await Click(page.GetByRole(AriaRole.Link, new() { Name = "Add the first node" }));
        await Choose(visitor, "HTTP request", "URL");
        await page.Keyboard.TypeAsync($"{shop.Url}orders");
        await Next(visitor);
        await Choose(visitor, "Filter a list", "Value");
        await page.Keyboard.TypeAsync("{{item.status}}");
        await TabTo(visitor, "Compare with");
        await page.Keyboard.TypeAsync("paid");
        await Click(Field(visitor, "Items"));
        await page.Keyboard.TypeAsync("{{http.body}}");
        await Next(visitor);
        await Choose(visitor, "Sort a list");
        await Click(page.GetByRole(AriaRole.Button, new() { Name = "Add sort key" }));
        await Expect(Field(visitor, "Path")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("total");
        await Next(visitor);
        await Choose(visitor, "Aggregate a list", "Name");
        await page.Keyboard.TypeAsync("total");
        await TabTo(visitor, "Operation");
        await page.Keyboard.TypeAsync("sum");
        await TabTo(visitor, "Path");
        await page.Keyboard.TypeAsync("total");
        await Click(page.GetByRole(AriaRole.Button, new() { Name = "Add group key" }));
        await Expect(Field(visitor, "Path")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("city");
        await Next(visitor);
        await Choose(visitor, "Switch", "Name");
        await page.Keyboard.TypeAsync("large");
        await TabTo(visitor, "Value");
        await page.Keyboard.TypeAsync("{{aggregate.[0].total}}");
        await TabTo(visitor, "Operator");
        await page.Keyboard.TypeAsync("greater");
        await TabTo(visitor, "Compare with");
        await page.Keyboard.TypeAsync("100");
        await Save(visitor);
        await Click(Port(visitor, "Switch, port large"));
        await Choose(visitor, "Template", "Template");
        await page.Keyboard.TypeAsync("Large: {{aggregate.[0].city}}");
        await Save(visitor);
        await Click(Port(visitor, "Switch, port fallback"));
        await Choose(visitor, "Template", "Template");
        await page.Keyboard.TypeAsync("Small");
        await Next(visitor);
        await Choose(visitor, "Respond");
        await Click(page.Locator("#node-template"));
        await Click(page.Locator(".tab-connections"));
        await page.GetByLabel("Connect to").SelectOptionAsync("respond");
        await Click(page.GetByRole(AriaRole.Button, new() { Name = "Connect", Exact = true }));
        await Expect(page.Locator(".way").GetByText("Respond")).ToBeVisibleAsync();
        await Click(page.GetByRole(AriaRole.Link, new() { Name = "Run draft" }));
        await Click(page.Locator("#panel form.prompt button").Last);
        await visitor.SeeEnd("completed");

        await Expect(page.Locator("main")).ToContainTextAsync("Large: Bern");
        Assert.InRange(clicks, 1, MostClicks);
    }

    /// <summary>A click on something that is in view as it is.</summary>
    async Task Click(ILocator what)
    {
        await Expect(what).ToBeInViewportAsync(new() { Ratio = 0.9f });
        clicks++;
        await what.ClickAsync();
    }

    /// <summary>Chooses a node type, and sees its form with the focus in the field that comes first.</summary>
    async Task Choose(Visitor visitor, string title, string? field = null)
    {
        await Click(visitor.Page.Locator("#types button", new() { Has = visitor.Page.GetByText(title, new() { Exact = true }) }));
        await Expect(visitor.Page.Locator("#panel-heading")).ToHaveTextAsync(title);
        if (field is not null)
            await Expect(Field(visitor, field)).ToBeFocusedAsync();
    }

    async Task Next(Visitor visitor)
    {
        await Save(visitor);
        await Click(visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Next", Exact = true }));
    }

    /// <summary>Saves the form, if it does not save itself.</summary>
    async Task Save(Visitor visitor)
    {
        var revision = visitor.Page.Locator("#node-form [name=revision]");
        var before = await revision.GetAttributeAsync("value");
        if (await visitor.Page.Locator("#panel .save").IsVisibleAsync())
            await Click(visitor.Page.Locator("#panel .save"));
        else
            await visitor.Page.Keyboard.PressAsync("Tab");
        await Expect(revision).Not.ToHaveAttributeAsync("value", before!);
    }

    static async Task TabTo(Visitor visitor, string field)
    {
        const int Most = 6;
        for (var presses = 0; presses < Most; presses++)
        {
            await visitor.Page.Keyboard.PressAsync("Tab");
            if (await visitor.Page.EvaluateAsync<bool>(Scripts.FocusIsNamed, new[] { "input, select, textarea", field }))
                return;
        }
        throw new InvalidOperationException($"The field {field} is not reached with {Most} presses of Tab.");
    }

    static ILocator Field(Visitor visitor, string name) => visitor.Page.Locator("#node-form").GetByRole(AriaRole.Textbox, new() { Name = name }).First;

    static ILocator Port(Visitor visitor, string port) => visitor.Page.Locator($".plus.free[aria-label='Add a node after {port}']");
}
