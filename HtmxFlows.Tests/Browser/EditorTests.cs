using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HtmxFlows.Tests.Browser;

/// <summary>Workflows that are designed in a browser, from blank to a run.</summary>
public sealed class EditorTests(BrowserSession session) : BrowserTest(session)
{
    static readonly ViewportSize Desktop = new() { Width = 1280, Height = 800 }, Phone = new() { Width = 390, Height = 844 };

    static readonly (string Type, string Label, string Field, string Text)[] Agents =
    [
        ("Template", "Orchestrator", "Template", "Work on {{prompt}}"),
        ("Compute", "ComputeAgent", "SQL", "SELECT length(:template) AS letters"),
        ("Store", "StorageAgent", "Key", "letters"),
    ];

    public static TheoryData<bool, bool> Ways => new() { { true, false }, { true, true }, { false, false }, { false, true } };

    [Theory, MemberData(nameof(Ways))]
    public async Task A_workflow_is_designed_run_undone_and_published(bool withScripts, bool onPhone)
    {
        var visitor = await Visit(new() { JavaScriptEnabled = withScripts, ViewportSize = onPhone ? Phone : Desktop });
        var name = await New(visitor);
        foreach (var (type, label, field, text) in Agents)
        {
            await Link(visitor, label == "Orchestrator" ? "Add the first node" : "Next").ClickAsync();
            await Type(visitor, type).ClickAsync();
            await Expect(Field(visitor, "Label")).ToBeVisibleAsync();
            await Field(visitor, "Label").FillAsync(label);
            await visitor.Change(field, text);
        }
        await visitor.Change("Collection", "agents");
        await visitor.Page.GetByRole(AriaRole.Combobox, new() { Name = "Operation" }).SelectOptionAsync("put");
        await visitor.Change("Value", "{{compute.letters}}");
        await Expect(visitor.Node("StorageAgent")).ToBeVisibleAsync();

        await Link(visitor, "Run draft").ClickAsync();
        await visitor.Run("it");
        if (withScripts)
            await visitor.SeeEnd("completed");
        await visitor.Page.GoBackAsync();

        await Undo(visitor, "Changed StorageAgent");
        await visitor.Choose("StorageAgent");
        await Expect(Field(visitor, "Value")).ToHaveValueAsync("");
        var undo = visitor.Page.Locator("#undo");
        while (await undo.IsEnabledAsync())
            await Undo(visitor);
        await Expect(visitor.Page.GetByText("Add the first node")).ToBeVisibleAsync();
        var redo = visitor.Page.Locator("#redo");
        while (await redo.IsEnabledAsync())
            await Move(visitor, redo);
        await visitor.Publish();
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = name, Level = 1 })).ToBeVisibleAsync();
        await Expect(visitor.Node("StorageAgent")).ToBeVisibleAsync();
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_node_type_that_is_chosen_while_the_search_is_under_way_is_added(bool isSearchFirst)
    {
        var visitor = await Visit();
        await visitor.Go(await visitor.Import(Flows.Echo) + "/edit?add=alone");
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously), free = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await visitor.Page.RouteAsync("**/edit?*q=*", async route =>
        {
            asked.TrySetResult();
            await free.Task;
            await route.ContinueAsync();
        });

        await visitor.Page.GetByLabel("Search nodes").FillAsync("template");
        await asked.Task.Soon();
        var added = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await visitor.Page.RouteAsync("**/addition*", async route =>
        {
            if (isSearchFirst)
                await added.Task;
            await route.ContinueAsync();
        });
        await visitor.Page.Locator("button.type", new() { HasText = "Template" }).ClickAsync();
        if (isSearchFirst)
        {
            free.SetResult();
            await Expect(visitor.Page.Locator("#types .common")).ToHaveCountAsync(0);
            added.SetResult();
        }

        await Expect(visitor.Page.Locator("#panel-heading")).ToHaveTextAsync("Template");
        var address = visitor.Page.Url;
        free.TrySetResult();
        await visitor.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        Assert.Equal(address, visitor.Page.Url);
    }

    [Fact]
    public async Task A_workflow_is_designed_and_published_by_keyboard_alone()
    {
        var visitor = await Visit(new() { ViewportSize = Phone });
        await New(visitor);
        await Tab(visitor, "Add the first node");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(visitor.Page.GetByLabel("Search nodes")).ToBeFocusedAsync();
        await visitor.Page.Keyboard.TypeAsync("text data");
        await Expect(visitor.Page.Locator("#types button")).Not.ToHaveCountAsync(await visitor.Page.Locator("#types button").CountAsync());
        await Tab(visitor, "Template");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(Field(visitor, "Template")).ToBeFocusedAsync();

        await visitor.Page.Keyboard.TypeAsync("Hello {{prompt}}");
        await visitor.Page.Keyboard.PressAsync("Shift+Tab");
        await visitor.Page.Keyboard.PressAsync("Shift+Tab");
        await visitor.Page.Keyboard.TypeAsync("Greet");
        await visitor.Page.Keyboard.PressAsync("Tab");
        await Expect(visitor.Page.Locator("#panel-heading")).ToHaveTextAsync("Greet");

        await Tab(visitor, "More actions for this node");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Tab(visitor, "Delete");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(visitor.Node("Greet")).ToHaveCountAsync(0);
        await Focused(visitor, "The workflow");
        await Tab(visitor, "Undo");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(visitor.Node("Greet")).ToBeVisibleAsync();
        await Tab(visitor, "Publish");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Focused(visitor, "Publish");
        await Tab(visitor, "Publish", "button");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(visitor.Page.Locator("#picture-heading")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_field_shows_its_value_while_it_is_written_and_keeps_the_focus()
    {
        var visitor = await Visit();
        await visitor.Go(await visitor.Import(Flows.Echo));
        await visitor.Run("Ada");
        await visitor.SeeEnd("completed");
        await visitor.Page.GoBackAsync();
        await Link(visitor, "Edit").ClickAsync();
        await visitor.Node("Say").ClickAsync();

        await Field(visitor, "Template").PressSequentiallyAsync(" Bye {{prompt}}");

        await Expect(visitor.Page.Locator("output").First).ToContainTextAsync("Bye Ada");
        await Expect(Field(visitor, "Template")).ToBeFocusedAsync();
        await Field(visitor, "Template").PressSequentiallyAsync(" {{nobody}}");
        await Expect(visitor.Page.Locator("output .problem").First).ToContainTextAsync("nobody");
    }

    static async Task<string> New(Visitor visitor)
    {
        var name = $"Designed {Guid.NewGuid():N}";
        await visitor.Go("/workflows/new");
        await visitor.Page.GetByLabel("Name").FillAsync(name);
        await visitor.Press("Create");
        await Expect(visitor.Page.GetByText("Add the first node")).ToBeVisibleAsync();
        return name;
    }

    static Task Undo(Visitor visitor, string? what = null) => Move(visitor, visitor.Page.Locator("#undo"), what);

    static async Task Move(Visitor visitor, ILocator button, string? what = null)
    {
        if (what is not null)
            await Expect(button).ToContainTextAsync(what);
        var revision = visitor.Page.Locator("[name=revision]").First;
        var before = await revision.GetAttributeAsync("value");
        await button.ClickAsync();
        await Expect(revision).Not.ToHaveAttributeAsync("value", before!);
    }

    static ILocator Link(Visitor visitor, string name) => visitor.Way(name);

    static ILocator Type(Visitor visitor, string title) => visitor.Page.Locator("#types button", new() { Has = visitor.Page.GetByText(title, new() { Exact = true }) });

    static ILocator Field(Visitor visitor, string name) => visitor.Page.GetByRole(AriaRole.Textbox, new() { Name = name }).First;

    /// <summary>Moves by Tab to the next element of a name.</summary>
    static async Task Tab(Visitor visitor, string name, string selector = "*")
    {
        for (var presses = 0; presses < 150; presses++)
        {
            await visitor.Page.Keyboard.PressAsync("Tab");
            if (await visitor.Page.EvaluateAsync<bool>(Scripts.FocusIsNamed, new[] { selector, name }))
                return;
        }
        throw new InvalidOperationException($"No element “{name}” is reached by Tab.");
    }

    /// <summary>Waits until that heading has the focus.</summary>
    static Task Focused(Visitor visitor, string heading) => Expect(visitor.Page.Locator("#panel-heading:focus")).ToHaveTextAsync(heading);
}
