using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HtmxFlows.Tests.Browser;

/// <summary>What is written in the editor is saved at once, whatever happens next.</summary>
public sealed class WritingTests(BrowserSession session) : BrowserTest(session)
{
    [Fact]
    public async Task Text_is_saved_a_moment_after_the_last_letter_and_the_cursor_stays()
    {
        var visitor = await Open();

        await Template(visitor).PressAsync("Control+End");
        await visitor.Page.Keyboard.TypeAsync(" and more");

        await Expect(visitor.Page.Locator("#saved")).ToContainTextAsync("1 change");
        await Expect(Template(visitor)).ToBeFocusedAsync();
        await visitor.Page.Keyboard.TypeAsync("!");
        await Expect(visitor.Page.Locator("#revision")).ToHaveAttributeAsync("value", "2");
        await visitor.Page.ReloadAsync();
        await Expect(Template(visitor)).ToHaveValueAsync("You said {{prompt}}. and more!");
    }

    [Fact]
    public async Task Text_is_saved_by_leaving_for_another_place_at_once()
    {
        var visitor = await Open();

        await Template(visitor).FillAsync("Left at once");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Publish", Exact = true }).ClickAsync();
        await Expect(visitor.Page.Locator("#panel-heading")).ToHaveTextAsync("Publish");
        await visitor.Node("Say").ClickAsync();

        await Expect(Template(visitor)).ToHaveValueAsync("Left at once");
    }

    [Fact]
    public async Task The_sign_at_a_port_opens_the_list_of_nodes_within_the_page_and_what_was_written_is_saved()
    {
        var visitor = await Open();
        await visitor.Page.EvaluateAsync("() => document.documentElement.id = 'same-page'");

        await Template(visitor).FillAsync("Left for a sign");
        await visitor.Page.Locator(".plus.free").First.ClickAsync();
        await Expect(visitor.Page.Locator("#panel-heading")).ToHaveTextAsync("Add a node");
        await Expect(visitor.Page.Locator("#q")).ToBeFocusedAsync();
        await Expect(visitor.Page.Locator("#same-page")).ToBeAttachedAsync();
        await visitor.Node("Say").ClickAsync();

        await Expect(Template(visitor)).ToHaveValueAsync("Left for a sign");
    }

    [Theory, InlineData("#undo", "Say"), InlineData(".publish", "Publish"), InlineData(".plus.free >> nth=0", "Add a node")]
    public async Task A_button_works_that_is_pressed_while_the_form_saves_itself(string button, string heading)
    {
        var visitor = await Open();
        await visitor.Change("Label", "Said");
        await visitor.Change("Label", "Say");
        await visitor.Change("Template", "Once");
        var before = await visitor.Page.Locator("#revision").GetAttributeAsync("value");
        await Template(visitor).FillAsync("Twice");

        await visitor.Page.Locator(button).HoverAsync();
        await visitor.Page.Mouse.DownAsync();
        await Expect(visitor.Page.Locator("#revision")).Not.ToHaveAttributeAsync("value", before!);
        await visitor.Page.Mouse.UpAsync();

        await Expect(visitor.Page.Locator("#panel-heading")).ToHaveTextAsync(heading);
        await visitor.Node("Say").ClickAsync();
        await Expect(Template(visitor)).ToHaveValueAsync(button == "#undo" ? "You said {{prompt}}." : "Twice");
    }

    [Fact]
    public async Task While_the_server_cannot_be_reached_the_editor_says_so_and_saves_all_when_it_can()
    {
        await using var gateway = Gateway.To(Session.App);
        var visitor = await Visit(Session.Browser, gateway.Address);
        await Open(visitor);
        visitor.MayLoseConnection = true;
        visitor.Expected.Add(502);

        // What it says then, it has by now.
        await visitor.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        gateway.GoDown();
        await Template(visitor).FillAsync("Written during the outage");
        await Template(visitor).BlurAsync();
        await Expect(visitor.Page.Locator("#saved")).ToContainTextAsync("Not saved: the server cannot be reached.");
        gateway.ComeUp();

        await Expect(visitor.Page.Locator("#saved")).ToContainTextAsync("1 change");
        await visitor.Page.ReloadAsync();
        await Expect(Template(visitor)).ToHaveValueAsync("Written during the outage");
    }

    [Fact]
    public async Task Two_people_write_in_one_node_and_choose_where_they_write_in_one_field()
    {
        var anna = await Open();
        var ben = await anna.OpenTab();
        await ben.Go(anna.Page.Url);
        await anna.Change("Label", "Of Anna");

        await ben.Change("Template", "Of Ben");
        await Expect(ben.Page.Locator("#merged")).ToContainTextAsync("Merged with");
        await Expect(Label(ben)).ToHaveValueAsync("Of Anna");

        anna.Expected.Add(409);
        await Template(anna).FillAsync("Of Anna, too");
        await anna.Save();
        await Expect(anna.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Someone else edited this draft");
        await Template(anna).FillAsync("Of Anna, at last");
        await anna.Press("Apply my change");
        await Expect(anna.Page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
        await Expect(Template(anna)).ToHaveValueAsync("Of Anna, at last");
    }

    [Fact]
    public async Task A_mistake_is_shown_when_its_field_has_been_left()
    {
        var visitor = await Open();

        await Template(visitor).PressSequentiallyAsync("{{#if");
        await Expect(visitor.Page.Locator("#revision")).Not.ToHaveAttributeAsync("value", "0");
        await Expect(visitor.Page.Locator(".problem:visible")).ToHaveCountAsync(0);
        await Template(visitor).BlurAsync();

        await Expect(visitor.Page.Locator(".input > .problem:visible")).ToHaveCountAsync(1);
    }

    async Task<Visitor> Open()
    {
        var visitor = await Visit();
        await Open(visitor);
        return visitor;
    }

    static async Task Open(Visitor visitor) => await visitor.Go(await visitor.Import(Flows.Echo) + "/edit?node=say");

    static ILocator Template(Visitor visitor) => visitor.Page.GetByRole(AriaRole.Textbox, new() { Name = "Template" }).First;

    static ILocator Label(Visitor visitor) => visitor.Page.GetByRole(AriaRole.Textbox, new() { Name = "Label" });
}
