using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HtmxFlows.Tests.Browser;

public sealed class FormTests(BrowserSession session) : BrowserTest(session)
{
    [Theory, InlineData(true), InlineData(false)]
    public async Task A_workflow_is_imported_edited_and_deleted(bool withScripts)
    {
        var visitor = await Visit(new() { JavaScriptEnabled = withScripts });
        await visitor.Import(Flows.Echo);
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Echo", Level = 1 })).ToBeVisibleAsync();

        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Edit", Exact = true }).ClickAsync();
        await visitor.Press("More actions");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Edit as JSON" }).ClickAsync();
        await visitor.Page.GetByLabel("Name").FillAsync("Louder echo");
        await visitor.Page.GetByLabel("Flow, as JSON").FillAsync((await visitor.Page.GetByLabel("Flow, as JSON").InputValueAsync()).Replace("You said", "YOU SAID", StringComparison.Ordinal));
        await visitor.Press("Save draft");
        await visitor.Publish();
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Louder echo", Level = 1 })).ToBeVisibleAsync();
        await visitor.Run("hello");
        await Expect(visitor.Log.Locator(".result")).ToHaveTextAsync("YOU SAID hello.");

        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Louder echo" }).ClickAsync();
        await visitor.Page.Locator(".drop > summary").ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Delete…" }).ClickAsync();
        var address = visitor.Page.Url.Replace("/delete", "", StringComparison.Ordinal);
        await visitor.Press("Delete");
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Workflows", Level = 1 })).ToBeVisibleAsync();
        visitor.Expected.Add(404);
        await visitor.Go(address);
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Page not found" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_flow_with_problems_lists_them_is_kept_as_a_draft_and_is_fixed()
    {
        var visitor = await Visit();
        visitor.Expected.Add(422);
        await visitor.Go("/workflows/import");
        await visitor.Page.GetByLabel("Or paste JSON").FillAsync(Flows.Broken);
        await visitor.Press("Import");

        var problems = visitor.Page.GetByRole(AriaRole.Alert).GetByRole(AriaRole.Listitem);
        await Expect(problems.Filter(new() { HasText = "nobody" })).ToHaveCountAsync(1);
        await Expect(problems.Filter(new() { HasText = "sql" })).ToHaveCountAsync(1);
        await Expect(visitor.Page.GetByRole(AriaRole.Status).GetByText("the node `nowhere` does not exist")).ToHaveCountAsync(1);
        await Expect(visitor.Page.GetByLabel("Or paste JSON")).ToHaveValueAsync(Flows.Broken);

        await visitor.Press("Save as a draft");
        await Expect(visitor.Page.GetByText("Not published yet")).ToBeVisibleAsync();
        await visitor.Page.GetByRole(AriaRole.Link, new() { NameRegex = new("^Fix ") }).ClickAsync();
        foreach (var unwanted in new[] { "Two", "Three" })
        {
            await visitor.Node(unwanted).ClickAsync();
            await visitor.Press("More actions for this node");
            await visitor.Press("Delete");
            await Expect(visitor.Node(unwanted)).ToHaveCountAsync(0);
        }
        await visitor.Node("One").ClickAsync();
        await visitor.Change("Template", "corrected");
        await visitor.Publish();
        await visitor.Run("");
        await visitor.SeeEnd("completed");
        await Expect(visitor.Log.Locator(".result")).ToHaveTextAsync("corrected");
    }

    [Fact]
    public async Task A_file_is_imported_under_a_chosen_name()
    {
        var visitor = await Visit();
        await visitor.Go("/workflows/import");
        await visitor.Page.GetByLabel("File", new() { Exact = true }).SetInputFilesAsync(new FilePayload { Name = "echo.json", MimeType = "application/json", Buffer = System.Text.Encoding.UTF8.GetBytes(Flows.Echo) });
        await visitor.Page.GetByLabel("Name").FillAsync("My own echo");
        await visitor.Press("Import");

        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "My own echo", Level = 1 })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_second_of_two_concurrent_editors_chooses_between_the_changes()
    {
        var (one, other) = (await Visit(), await Visit());
        var address = await one.Import(Flows.Echo);
        await one.Go($"{address}/edit?node=say");
        await other.Go($"{address}/edit?node=say");
        await one.Change("Label", "Of one");
        await one.Change("Template", "of the one");

        other.Expected.Add(409);
        await other.Page.GetByRole(AriaRole.Textbox, new() { Name = "Template" }).FillAsync("of the other");
        await other.Save();
        await Expect(other.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Someone else edited this draft");
        await Expect(other.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Changed Of one");

        await other.Press("Apply my change");
        await Expect(other.Node("Of one")).ToBeVisibleAsync();
        await Expect(other.Page.GetByRole(AriaRole.Textbox, new() { Name = "Template" })).ToHaveValueAsync("of the other");
        await other.Page.Locator("#undo").ClickAsync();
        await Expect(other.Page.GetByRole(AriaRole.Textbox, new() { Name = "Template" })).ToHaveValueAsync("of the one");
    }

    [Fact]
    public async Task The_list_is_searched_while_typing_and_the_address_follows()
    {
        var visitor = await Visit();
        await visitor.Go("/");
        await visitor.Page.GetByLabel("Search workflows").PressSequentiallyAsync("two read");
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Level = 2 })).ToHaveTextAsync(["Two readers"]);
        await Expect(visitor.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex(@"\?q=two(\+|%20)read"));

        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Run Two readers" }).ClickAsync();
        await visitor.Run("found");
        await visitor.SeeEnd("completed");
    }

    [Fact]
    public async Task Runs_are_listed_by_their_state()
    {
        var visitor = await Visit();
        var workflow = await visitor.Import(Flows.Echo);
        await visitor.Run("to be listed");
        await visitor.SeeEnd("completed");
        await visitor.Go(workflow);
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "View all runs" }).ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Link, new() { Name = "to be listed" })).ToBeVisibleAsync();

        await visitor.Page.GetByLabel("Status").SelectOptionAsync("failed");
        await Expect(visitor.Page.GetByText("No runs match this filter.")).ToBeVisibleAsync();
        await visitor.Page.GetByLabel("Status").SelectOptionAsync("completed");
        await Expect(visitor.Page.GetByRole(AriaRole.Link, new() { Name = "to be listed" })).ToBeVisibleAsync();
    }
}
