using HtmxFlows.Tests.Web;
using static HtmxFlows.Tests.Pages.Workflows.Editing;

namespace HtmxFlows.Tests.Pages.Workflows;

/// <summary>The panel beside the diagram: tabs, fields that apply, the list of node types.</summary>
public sealed class EditorPanelTests(App app)
{
    [Fact]
    public async Task A_form_sends_the_fields_of_all_tabs_and_comes_back_to_its_tab()
    {
        using var visitor = app.Visit();
        var workflow = await app.MakeGreeting("Tabs");

        var page = await visitor.Save(await visitor.Edit(workflow, "node=greet"), ("tab", "settings"), ("data.template", "Bye"), ("data.settings.retries", "2"));

        Assert.Equal("settings", page.One("[name=tab][checked]").GetAttribute("value"));
        Assert.Equal(("Bye", "2"), (page.Field("data.template"), page.Field("data.settings.retries")));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("node=greet", "node-form")]
    [InlineData("panel=settings", "settings-form")]
    public async Task Without_scripts_the_ways_out_of_an_open_form_submit_it_and_others_are_links(string query, string? form)
    {
        using var visitor = app.Visit();

        var page = await visitor.Edit(await app.MakeGreeting("Ways out"), query);

        Assert.Equal(form is null ? [] : [form], page.All("button[name=go]").Select(button => button.GetAttribute("form")).Distinct());
        Assert.Equal(form is not null, page.All(".editor-head a[data-scripted]").Count > 0);
    }

    [Fact]
    public async Task A_diagram_that_fits_keeps_the_room_that_it_needs_to_be_read()
    {
        using var visitor = app.Visit();

        var page = await visitor.Edit(await app.Make("Readable", [.. "abcdefghijklmnop".Select(id => App.Template($"{id}", "x"))], [.. "abcdefghijklmno".Zip("bcdefghijklmnop", (from, to) => $"{from}→{to}")]), "node=p");

        double Height(string svg) => double.Parse(page.One($".fitted > {svg}").GetAttribute("height")!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(HtmxFlows.Views.Diagram.Reduced * Height(".drawn"), Height(".least"), 1);
        Assert.Single(page.All(".fitted #selected"));
    }

    [Fact]
    public async Task The_value_of_a_field_is_JSON_on_one_line_however_the_flow_is_indented()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Indented", [App.Template("data", "x"), App.Template("show", "{{data}}")], "data→show");
        await app.Get<HtmxFlows.Workflows.DraftEditor>().Edit(workflow, 0, editor => editor.Pin("data", new(HtmxFlows.Data.Json.Parse("{\n  \"a\": {\n    \"b\": 1\n  }\n}"))));

        var page = await visitor.Edit(workflow, "node=show");

        Assert.Equal("""{"a":{"b":1}}""", page.One(".preview .value").TextContent);
    }

    [Theory]
    [InlineData("node=greet", "parameters")]
    [InlineData("node=greet&tab=connections", "connections")]
    [InlineData("node=greet&at=settings.timeout", "settings")]
    public async Task The_address_chooses_the_tab(string query, string tab)
    {
        using var visitor = app.Visit();
        Assert.Equal(tab, (await visitor.Edit(await app.MakeGreeting("Addressed"), query)).One("[name=tab][checked]").GetAttribute("value"));
    }

    [Fact]
    public async Task A_field_that_does_not_apply_is_marked_for_the_style_sheet_and_still_sent()
    {
        using var visitor = app.Visit();
        var page = await visitor.Edit(await app.Make("Applies", [App.Node("call", "http", new { url = "http://127.0.0.1:1/", token = "kept" })]), "node=call");

        var field = page.One("[name='data.token']").Closest(".input")!;
        var condition = field.ClassList.Single(name => name.StartsWith("when", StringComparison.Ordinal))[4..];
        var deciding = page.All($"[name='data.authentication'] .on{condition}").Select(option => option.GetAttribute("value"));

        Assert.Equal(["bearer", "header"], deciding);
        Assert.Equal("kept", page.Field("data.token"));
    }

    [Fact]
    public async Task A_field_with_a_problem_is_shown_whether_it_applies_or_not()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Wrong", [App.Node("find", "remember", new { find = "items", name = "x", by = new[] { new { path = "id" } } })]);

        var page = await visitor.Save(await visitor.Edit(workflow, "node=find"), ("data.find", "change"));

        Assert.DoesNotContain(page.One("#" + HtmxFlows.Views.DomIds.Field("data.by")).ClassList, name => name.StartsWith("when", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_new_node_has_the_rows_that_it_needs_and_the_focus_in_its_first_field()
    {
        using var visitor = app.Visit();
        var workflow = await app.MakeGreeting("Starts");

        var page = await visitor.Add(await visitor.Edit(workflow, "add=after&to=greet"), "switch");

        Assert.Equal("data.cases[0].name", Assert.Single(page.All("[autofocus]")).GetAttribute("name"));
        Assert.Single(page.All("[name='data.cases[0].conditions[0].left']"));
        // It was not filled in yet, which is no mistake.
        Assert.Null(page.One("[name='data.cases[0].name']").GetAttribute("aria-invalid"));
        Assert.Contains("missing", page.One("[name='data.cases[0].name']").Closest(".input")!.QuerySelector(".problem")!.ClassList);
    }

    [Fact]
    public async Task A_port_without_an_edge_has_a_sign_to_press_that_adds_a_node_there()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Ports", [App.Node("choose", "branch", new { conditions = new[] { new { left = "{{prompt}}", @operator = "exists" } } }), App.Template("yes", "x")], "choose.true→yes");

        var page = await visitor.Edit(workflow);

        Assert.Equal(["Add a node after Label of yes", "Add a node after choose, port false"], page.All(".plus.free").Select(sign => sign.GetAttribute("aria-label")!).Order(StringComparer.Ordinal));
        await visitor.Add(await visitor.Open(page.All(".plus.free").Single(sign => sign.GetAttribute("aria-label")!.EndsWith("false", StringComparison.Ordinal)).GetAttribute("href")!), "template");
        Assert.Contains("Edge from choose, port false, to Template", (await visitor.Edit(workflow)).All(".plus").Select(sign => sign.GetAttribute("aria-label")));
    }

    [Fact]
    public async Task The_list_of_node_types_begins_with_the_common_ones_and_a_search_with_the_best_match()
    {
        using var visitor = app.Visit();
        var page = await visitor.Edit(await app.MakeGreeting("Offered"), "add=after&to=greet");
        Assert.Equal("q", Assert.Single(page.All("[autofocus]")).Id);
        Assert.Contains("http", page.All(".common button").Select(type => type.GetAttribute("value")));
        Assert.Equal(page.All("#types button").Count, page.All("#types button").Select(type => type.GetAttribute("value")).Distinct().Count());

        page = await visitor.Submit(page.One("form.search:has(#q)"), Values(("q", "get")));

        Assert.Equal("http", page.All("#types button")[0].GetAttribute("value"));
    }

    [Fact]
    public async Task A_workflow_is_chosen_from_a_list_and_opened_by_a_link()
    {
        using var visitor = app.Visit();
        var name = $"Called {Guid.NewGuid():N}";
        var called = await app.MakeGreeting(name);
        var workflow = await app.Make("Calls", [App.Node("call", "workflow", new { workflow = name })]);

        var page = await visitor.Edit(workflow, "node=call");

        Assert.Equal("workflows", page.One("[name='data.workflow']").GetAttribute("list"));
        Assert.Contains(name, page.All("#workflows option").Select(option => option.GetAttribute("value")));
        Assert.Equal($"/workflows/{called}", page.One(".open-workflow").GetAttribute("href"));
        page = await visitor.Save(page, ("data.workflow", "{{prompt}}"));
        Assert.Equal("{{prompt}}", page.Field("data.workflow"));
        Assert.Empty(page.All(".open-workflow"));
    }
}
