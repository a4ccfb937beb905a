using HtmxFlows.Runs;
using HtmxFlows.Tests.Web;
using HtmxFlows.Workflows;
using static HtmxFlows.Tests.Pages.Workflows.Editing;

namespace HtmxFlows.Tests.Pages.Workflows.Drafts;

/// <summary>What a draft knows of the outputs of its nodes.</summary>
public sealed class DraftDataTests(App app)
{
    const string Orders = "SELECT 'Ada' AS name, 3 AS total UNION ALL SELECT 'Bo', 5";

    [Fact]
    public async Task The_output_of_a_test_is_what_later_nodes_are_written_against()
    {
        using var visitor = app.Visit();
        var workflow = await MakeOrders("Tested orders");
        await Test(visitor, workflow, "orders");

        await Test(visitor, workflow, "big");

        Assert.Equal("""[{"name":"Bo","total":5}]""", OutputOf(workflow, "big"));
        Assert.Equal("= Bo", Preview(await visitor.Edit(workflow, "node=greet"), "data.template"));
    }

    [Fact]
    public async Task The_edges_of_the_diagram_tell_how_many_items_went_along_them_last()
    {
        using var visitor = app.Visit();
        var workflow = await MakeOrders("Counted orders");
        Assert.Empty((await visitor.Edit(workflow)).One("#counts").Words());

        await Test(visitor, workflow, "orders");
        await Test(visitor, workflow, "big");
        Assert.Equal("2 items 1 item", (await visitor.Edit(workflow)).One("#counts").Words());

        await app.Get<DraftEditor>().Edit(workflow, app.Get<DraftStore>().Find(workflow)!.Revision, editor => editor.Pin("orders", new(HtmxFlows.Data.Json.Parse("[1, 2, 3]"))));
        Assert.Equal("3 items 1 item", (await visitor.Edit(workflow)).One("#counts").Words());
    }

    [Fact]
    public async Task A_test_without_the_data_of_the_nodes_before_says_nothing_false_and_offers_to_run_them()
    {
        using var visitor = app.Visit();
        var workflow = await MakeOrders("Untested orders");

        var page = await Test(visitor, workflow, "greet");

        Assert.StartsWith("No data yet This node uses the output of Big ones, which has not run yet.", page.One(".trial-result").Words(), StringComparison.Ordinal);
        Assert.Empty(page.All(".trial-result .problem"));
        page = await visitor.Submit(page.One(".trial-result button"));
        await RunUpTo(page);
        Assert.Equal("\"Bo\"", OutputOf(workflow, "greet"));
    }

    [Fact]
    public async Task A_run_up_to_a_node_runs_it_and_its_ancestors_whatever_is_wrong_elsewhere()
    {
        using var visitor = app.Visit();
        var workflow = await app.MakeDraft("Up to here",
            [App.Node("orders", "compute", new { sql = Orders }), App.Template("names", "{{orders.[0].name}}"), App.Template("after", "{{names}} {{nobody}}"), App.Node("beside", "http", new { })],
            "orders→names", "names→after", "orders→beside");

        var page = await visitor.Submit((await visitor.Edit(workflow, "node=names")).Node(), Values(("data.template", "Dear {{orders.[0].name}}")), "Run up to here");
        var run = await RunUpTo(page);

        Assert.Equal(RunStatus.Completed, run.Status);
        Assert.Equal(["names", "orders"], run.Nodes.Keys.Order());
        Assert.Equal("\"Dear Ada\"", OutputOf(workflow, "names"));
        Assert.Null(app.Get<DraftOutputs>().Find(workflow, "after"));
        Assert.Contains("Run up to here: completed.", (await visitor.Open(page.Address)).One("#up-to").Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("after", (await visitor.Open($"/runs/{run.Id}")).One("#picture").Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_a_run_up_to_a_node_is_under_way_no_other_is_started()
    {
        using var visitor = app.Visit();
        var workflow = await app.MakeDraft("Pressed once", [App.Endless("rest"), App.Template("after", "x")], "rest→after");

        var page = await visitor.Submit((await visitor.Edit(workflow, "node=after")).Node(), button: "Run up to here");

        Assert.Equal("output", page.One("[name=tab][checked]").GetAttribute("value"));
        Assert.True(page.One("#run-up-to").HasAttribute("disabled"));
        Assert.Contains("#run-up-to", page.One("#up-to [hx-get]").GetAttribute("hx-select-oob"), StringComparison.Ordinal);
        Assert.False((await visitor.Edit(workflow, "node=after")).One("#run-up-to").HasAttribute("disabled"));
    }

    [Fact]
    public async Task A_run_up_to_a_node_with_a_problem_is_not_started()
    {
        using var visitor = app.Visit();
        var workflow = await app.MakeDraft("Not up to here", [App.Template("a", "{{nobody}}"), App.Template("b", "{{a}}")], "a→b");

        var page = await visitor.Submit((await visitor.Edit(workflow, "node=b")).Node(), button: "Run up to here");

        Assert.Equal("Not started: fix 1 problem of this node and the nodes before it first.", page.One("[role=alert]").Words());
    }

    [Fact]
    public async Task A_run_up_to_a_node_uses_pins_and_the_prompt_of_the_last_run()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Pinned up to here", [App.Node("dear", "http", new { url = "http://127.0.0.1:1/" }), App.Template("b", "{{prompt}} {{dear.n}}")], "dear→b");
        await app.Get<DraftEditor>().Edit(workflow, 0, editor => editor.Pin("dear", new(HtmxFlows.Data.Json.From(new { n = 7 }))));
        await app.RunToEnd(workflow, "Ada");

        await RunUpTo(await visitor.Submit((await visitor.Edit(workflow, "node=b")).Node(), button: "Run up to here"));

        Assert.Equal("\"Ada 7\"", OutputOf(workflow, "b"));
    }

    [Fact]
    public async Task A_run_of_the_draft_keeps_the_output_of_each_node_and_one_of_a_published_version_does_not()
    {
        using var visitor = app.Visit();
        var workflow = await MakeOrders("Runs keep");
        await app.RunToEnd(workflow);
        Assert.Empty(app.Get<DraftOutputs>().Nodes(workflow));

        var run = await visitor.Submit((await visitor.Edit(workflow, "panel=run")).Draft("runs"));
        await app.End(run.Id);

        Assert.Equal(["big", "greet", "orders"], app.Get<DraftOutputs>().Nodes(workflow).Order());
    }

    [Fact]
    public async Task A_renamed_node_keeps_its_output_and_so_it_does_after_an_undo()
    {
        using var visitor = app.Visit();
        var workflow = await MakeOrders("Renamed data");
        await Test(visitor, workflow, "orders");

        await visitor.Submit((await visitor.Edit(workflow, "node=orders")).Draft("nodes/orders/id"), Values(("to", "sales")));
        Assert.NotNull(OutputOf(workflow, "sales"));
        await app.Get<DraftEditor>().Undo(workflow, app.Get<DraftStore>().Find(workflow)!.Revision);

        Assert.NotNull(OutputOf(workflow, "orders"));
    }

    [Fact]
    public async Task The_last_output_of_a_node_is_pinned_with_a_button()
    {
        using var visitor = app.Visit();
        var workflow = await MakeOrders("Pinned last");
        var page = await Test(visitor, workflow, "orders");

        page = await visitor.Submit(page.Draft("nodes/orders/pin"));

        Assert.Contains("Ada", page.One(".pinned pre").Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_result_is_shown_by_its_first_rows_and_its_JSON_is_folded()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Long result", [App.Node("many", "compute", new { sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) SELECT i, 'a text that is not short' AS text FROM n" })]);

        var result = (await Test(visitor, workflow, "many")).One(".trial-result");

        Assert.Equal(5, result.QuerySelectorAll("tbody tr").Length);
        Assert.Contains("2,995 more items", result.Words(), StringComparison.Ordinal);
        Assert.False(result.QuerySelector("details.json")!.HasAttribute("open"));
        Assert.InRange(result.TextContent.Length, 1, 15_000);
    }

    [Theory]
    [InlineData("filter", """{"conditions": [{"left": "{{item.name}}", "operator": "equals", "right": "Bo"}]}""", "data.conditions[0].left", "= Ada")]
    [InlineData("filter", """{"conditions": [{"left": "{{index}}", "operator": "equals", "right": "Bo"}]}""", "data.conditions[0].left", "= 0")]
    [InlineData("for-each", """{"items": "{{orders}}", "workflow": "x", "prompt": "{{item.total}}"}""", "data.prompt", "= 3")]
    [InlineData("template", """{"template": "{{item.name}}", "settings": {"each": {"items": "{{orders}}"}}}""", "data.template", "= Ada")]
    [InlineData("filter", """{"items": "{{orders.[0]}}", "conditions": [{"left": "{{item.name}}", "operator": "exists"}]}""", "data.conditions[0].left", "No item to show: the items are an object, not a list.")]
    [InlineData("repeat", """{"workflow": "x", "until": [{"left": "{{result.status}}", "operator": "exists"}]}""", "data.until[0].left", "No data yet. Run the draft to see a value.")]
    [InlineData("filter", """{"conditions": [{"left": "{{item.nothing}}", "operator": "equals", "right": "Bo"}]}""", "data.conditions[0].left", "\"nothing\" is missing in item (it has: name, total).")]
    public async Task A_preview_knows_the_values_of_the_nodes_own(string type, string data, string field, string shown)
    {
        using var visitor = app.Visit();
        var workflow = await app.MakeDraft("Own values", [App.Node("orders", "compute", new { sql = Orders }), App.Node("next", type, System.Text.Json.JsonDocument.Parse(data).RootElement)], "orders→next");
        await Test(visitor, workflow, "orders");

        Assert.StartsWith(shown, Preview(await visitor.Edit(workflow, "node=next"), field), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{big.[0].name}}", "No data yet. Run Big ones to see a value.")]
    [InlineData("{{input.[0].name}}", "No data yet. Run Big ones to see a value.")]
    [InlineData("{{prompt}}", "No data yet. Run the draft to see a value.")]
    [InlineData("{{default big.name \"nobody\"}}", "No data yet. Run Big ones to see a value.")]
    [InlineData("{{orders.[0].name}}", "= Ada")]
    [InlineData("{{upper \"a\"}}", "= A")]
    public async Task A_value_that_is_not_known_yet_is_no_mistake(string template, string shown)
    {
        using var visitor = app.Visit();
        var workflow = await MakeOrders("Not known yet", template);
        await Test(visitor, workflow, "orders");

        var page = await visitor.Edit(workflow, "node=greet");

        Assert.Equal(shown, Preview(page, "data.template"));
        Assert.Empty(page.All(".preview .problem"));
    }

    Task<Guid> MakeOrders(string name, string greeting = "{{big.[0].name}}") => app.Make(name,
        [
            App.Node("orders", "compute", new { sql = Orders }),
            App.Node("big", "filter", new { label = "Big ones", conditions = new[] { new { left = "{{item.total}}", @operator = "greater", right = "4" } } }),
            App.Template("greet", greeting),
        ], "orders→big", "big→greet");

    static async Task<Page> Test(Visitor visitor, Guid workflow, string node) => await visitor.Submit((await visitor.Edit(workflow, $"node={node}")).Node(), button: "Test");

    /// <summary>The run that was started, when it has ended.</summary>
    async Task<RunState> RunUpTo(Page page)
    {
        var run = Guid.Parse(page.Address.Split("run=")[1].Split('&')[0]);
        await app.End(run);
        return RunState.Of(run, app.Get<Journal>().Read(run));
    }

    string? OutputOf(Guid workflow, string node) => app.Get<DraftOutputs>().Find(workflow, node)?.Output.GetRawText();

    static string Preview(Page page, string field)
    {
        var value = page.One($"[id='{page.One($"[name='{field}']").Id}-preview'] span");
        return (value.ClassName == "value" ? "= " : "") + value.Words();
    }
}
