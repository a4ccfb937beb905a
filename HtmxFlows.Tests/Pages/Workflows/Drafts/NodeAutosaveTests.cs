using System.Net;
using AngleSharp.Dom;
using HtmxFlows.Tests.Web;
using HtmxFlows.Workflows;
using static HtmxFlows.Tests.Pages.Workflows.Editing;

namespace HtmxFlows.Tests.Pages.Workflows.Drafts;

/// <summary>The form of a node as htmx sends it while it is written.</summary>
public sealed class NodeAutosaveTests(App app)
{
    [Fact]
    public async Task The_form_is_saved_and_the_answer_has_what_changes_beside_it()
    {
        using var visitor = app.Visit();
        var page = await visitor.Edit(await app.MakeGreeting("Writes"), "node=greet");

        var saved = await Write(visitor, page, ("data.label", "Greeting"));

        Assert.Equal(HttpStatusCode.OK, saved.Status);
        Assert.Empty(saved.All("form, textarea, select, input:not([type=hidden]), h1"));
        Assert.All(saved.Document.Body!.Children, part => Assert.True(part.HasAttribute("hx-swap-oob"), part.OuterHtml));
        Assert.Matches(@"^Saved \d\d:\d\d UTC\S* · 1 change since version 1$", saved.One("#saved").Words());
        Assert.Equal("1", saved.One("#revision").GetAttribute("value"));
        Assert.Equal("Undo: Changed Greeting", saved.One("#undo-change").Words());
        Assert.Contains("Greeting", saved.One("a#node-greet").Words(), StringComparison.Ordinal);
        Assert.Equal("Greeting", saved.One("#panel-heading").Words());
    }

    [Fact]
    public async Task Every_part_of_the_answer_has_its_place_on_the_page()
    {
        using var visitor = app.Visit();
        var page = await visitor.Edit(await app.MakeDraft("Placed", [App.Node("call", "http", new { url = "", headers = new[] { new { name = "A", value = "1" } } })]), "node=call");

        var saved = await Write(visitor, page, ("data.headers[0].name", ""));

        Assert.All(saved.Document.Body!.Children, part => Assert.Single(page.All($"#{part.Id}")));
    }

    [Fact]
    public async Task A_value_that_depends_on_another_field_is_shown_as_it_is_now()
    {
        using var visitor = app.Visit();
        var workflow = await app.MakeDraft("Depends", [App.Node("orders", "compute", new { sql = "SELECT 'paid' AS status" }), App.Node("paid", "filter", new { items = "{{orders}}", conditions = new[] { new { left = "{{item.status}}", @operator = "equals", right = "paid" } } })], "orders→paid");
        await app.Get<DraftEditor>().Edit(workflow, 0, editor => editor.Pin("orders", new(HtmxFlows.Data.Json.Parse("""{"old": [{"status": "open"}]}"""))));
        var page = await visitor.Edit(workflow, "node=paid");
        var preview = page.One("[name='data.conditions[0].left']").ParentElement!.QuerySelector("output")!.Id;

        var saved = await Write(visitor, page, ("data.items", "{{orders.old}}"));

        Assert.Equal("open", saved.One($"#{preview}").Words());
    }

    [Fact]
    public async Task In_an_outline_the_answer_has_no_node_of_the_diagram()
    {
        using var visitor = app.Visit();
        var page = await visitor.Edit(await app.MakeGreeting("Outlined writing"), "node=greet&view=outline");

        Assert.Empty((await Write(visitor, page, ("data.label", "Hi"))).All("#node-greet"));
    }

    [Theory]
    [InlineData("data.template", "{{#if prompt}}", "template")]
    [InlineData("data.settings.retries", "1.", "settings.retries")]
    public async Task A_value_that_is_not_complete_yet_is_kept_as_it_is_and_its_field_says_what_is_wrong(string field, string text, string key)
    {
        using var visitor = app.Visit();
        var workflow = await app.MakeGreeting("Half written");
        var page = await visitor.Edit(workflow, "node=greet");
        var id = page.One($"[name='{field}']").Id;

        var saved = await Write(visitor, page, (field, text));

        Assert.Contains(app.Get<WorkflowCheck>().FindProblems(app.Get<DraftStore>().Find(workflow)!.Content), problem => problem.Field == key);
        Assert.NotEmpty(saved.One($"#{id}-problem.problem.fresh").Words());
        Assert.Equal(text, (await visitor.Edit(workflow, "node=greet")).Field(field));
    }

    [Fact]
    public async Task A_required_field_that_is_empty_is_no_mistake()
    {
        using var visitor = app.Visit();
        var page = await visitor.Edit(await app.MakeDraft("Empty", [App.Node("call", "http", new { })]), "node=call");

        var url = page.One("[name='data.url']");
        Assert.Equal((null, "URL is required."), (url.GetAttribute("aria-invalid"), page.One($"#{url.Id}-problem.missing").Words()));
    }

    [Fact]
    public async Task A_field_that_someone_else_has_changed_meanwhile_is_shown_as_it_is_now()
    {
        using var anna = app.Visit();
        using var ben = app.Visit();
        var workflow = await app.MakeGreeting("Two write");
        var bens = await ben.Edit(workflow, "node=greet");
        await Write(anna, await anna.Edit(workflow, "node=greet"), ("data.markdown", "true"));

        var saved = await Write(ben, bens, ("data.template", "Of Ben"));

        Assert.Contains("Merged with: Changed Label of greet", saved.One("#merged").Words(), StringComparison.Ordinal);
        Assert.True(saved.One("[id^=block-] [type=checkbox][name='data.markdown']").HasAttribute("checked"));
        Assert.Empty(saved.All("[name='data.template']"));
        var now = await ben.Edit(workflow, "node=greet");
        Assert.Equal("Of Ben", now.Field("data.template"));
    }

    [Fact]
    public async Task A_conflict_is_shown_beside_the_form_which_can_win()
    {
        using var anna = app.Visit();
        using var ben = app.Visit();
        var workflow = await app.MakeGreeting("Two write one");
        var bens = await ben.Edit(workflow, "node=greet");
        await Write(anna, await anna.Edit(workflow, "node=greet"), ("data.template", "Of Anna"));

        var conflict = await Write(ben, bens, ("data.template", "Of Ben"));

        Assert.Equal(HttpStatusCode.Conflict, conflict.Status);
        Assert.StartsWith("Not saved", conflict.One("#saved").Words(), StringComparison.Ordinal);
        Assert.Empty(conflict.All("#revision, [autofocus]"));
        var apply = conflict.One("#notices button");
        Assert.Equal("node-form", apply.GetAttribute("form"));
        bens.Node().AppendChild(bens.Document.Import(apply));
        var saved = await ben.Submit(bens.Node(), Values(("data.template", "Of Ben")), "Apply my change");
        Assert.Equal("Of Ben", saved.Field("data.template"));
    }

    [Fact]
    public async Task A_form_that_cannot_be_saved_says_why()
    {
        using var visitor = app.Visit();
        var page = await visitor.Edit(await app.MakeGreeting("Too long"), "node=greet");

        var refused = await Write(visitor, page, ("data.template", new string('"', Flow.LargestJson / 2)));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.StartsWith("Not saved: The flow is longer than 4 million characters.", refused.One("#saved").Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_of_the_workflow_save_themselves_too()
    {
        using var visitor = app.Visit();
        var workflow = await app.MakeGreeting("Settings write");
        var page = await visitor.Edit(workflow, "panel=settings");

        var saved = await visitor.Submit(Sent(page, page.One("#settings-form")), Values(("name", "Written")));

        Assert.StartsWith("Saved", saved.One("#saved").Words(), StringComparison.Ordinal);
        Assert.Equal("Written", app.Get<DraftStore>().Find(workflow)!.Content.Name);
    }

    [Fact]
    public async Task What_is_said_without_the_server_is_kept_by_the_browser()
    {
        using var visitor = app.Visit();
        var page = await visitor.Open("/unreachable");

        Assert.Equal("max-age=31536000, private, immutable", page.Header("Cache-Control"));
        Assert.StartsWith("Not saved: the server cannot be reached.", page.One("#not-saved").Words(), StringComparison.Ordinal);
    }

    static Task<Page> Write(Visitor visitor, Page page, params (string, string)[] values) => visitor.Submit(Sent(page, page.Node()), Values(values));

    /// <summary>A form, sent where htmx sends it while it is written.</summary>
    static IElement Sent(Page page, IElement form)
    {
        form.SetAttribute("action", page.One("#autosave").GetAttribute("hx-post")!);
        return form;
    }
}
