using System.Net;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Nodes;
using HtmxFlows.Tests.Web;
using static HtmxFlows.Tests.Pages.Workflows.Editing;

namespace HtmxFlows.Tests.Pages;

/// <summary>A node of a run, looked at on the run's page.</summary>
public sealed class RunInspectorTests(App app)
{
    static readonly object[] Rows = [new { city = "Bern", total = 1 }, new { city = "Rome", total = 2 }];

    [Fact]
    public async Task A_node_shows_its_output_as_a_table_its_input_and_its_timings()
    {
        using var visitor = app.Visit();
        var run = await app.RunToEnd(await Report(), "go");

        var page = await visitor.Open($"/runs/{run}{(await visitor.Open($"/runs/{run}")).One("#node-rows").GetAttribute("href")}");

        Assert.Equal("Label of rows", page.One("#inspector h2").Words());
        Assert.Equal(["#", "city", "total"], page.Texts("#inspector thead th"));
        Assert.Equal(["1", "Bern", "1"], page.All("#inspector tbody tr")[0].Children.Select(cell => cell.Words()));
        Assert.Equal(["started", "completed"], page.All(".timings li").Select(entry => entry.Words().Split(' ')[^1]));
        Assert.Single(page.All("#selection rect"));
        Assert.Empty(page.All(".partly"));
        Assert.Equal("2 items", page.One("#counts .count").Words());
    }

    [Fact]
    public async Task With_htmx_the_inspector_comes_alone_and_marks_its_node()
    {
        using var visitor = app.Visit();
        var run = await app.RunToEnd(await Report(), "go");

        var part = await visitor.Send(new(HttpMethod.Get, $"/runs/{run}?node=rows") { Headers = { { "HX-Request", "true" }, { "HX-Target", "inspector" } } });

        Assert.Empty(part.All("main, #log"));
        Assert.Equal("Label of rows", part.One("#inspector h2").Words());
        Assert.Equal("innerHTML", part.One("#selection").GetAttribute("hx-swap-oob"));
    }

    [Fact]
    public async Task A_run_starts_again_from_the_node_and_its_output_is_pinned_in_the_draft()
    {
        using var visitor = app.Visit();
        var workflow = await Report();
        var run = await app.RunToEnd(workflow, "go");
        var page = await visitor.Open($"/runs/{run}?node=end");

        var again = await visitor.Submit(page.One("#inspector form[action$='/retry']"));
        await app.End(again.Id);
        Assert.Contains("Reused from the earlier run.", (await visitor.Open(again.Address)).One("#log li[data-node=rows]").Words(), StringComparison.Ordinal);
        Assert.Equal($"/workflows/{workflow}/edit?node=end", page.One("#inspector .actions > a.button").GetAttribute("href"));

        var pinned = await visitor.Submit(page.One("#inspector form[action$='/pin']"));
        Assert.Contains("Pinned output", pinned.Main.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_is_not_in_the_run_opens_nothing()
    {
        using var visitor = app.Visit();
        var run = await app.RunToEnd(await Report(), "go");

        Assert.Empty((await visitor.Open($"/runs/{run}?node=nothing")).All("#inspector h2"));
    }

    [Fact]
    public async Task A_loop_is_a_strip_of_cells_numbered_from_1_with_its_failures_and_each_leads_to_its_run()
    {
        using var visitor = app.Visit();
        await app.Make("Strip part", [App.Node("choose", "branch", new { conditions = new[] { new { left = "{{prompt}}", @operator = "equals", right = "b" } } }), App.Node("stop", "fail", new { message = "No b." })], "choose.true→stop");
        var run = await app.RunToEnd(await app.Make("Strip", [App.Node("each", "for-each", new { items = new[] { "a", "b", "c" }, workflow = "Strip part", onFailure = "collect" })]));

        var cells = (await visitor.Open($"/runs/{run}")).All("#log li[data-node=each] .strip > a");
        var item = await visitor.Open(cells[1].GetAttribute("href")!);

        Assert.Equal(["c 1", "f 2", "c 3"], cells.Select(cell => $"{cell.ClassName} {cell.Words()}"));
        var page = await visitor.Open($"/runs/{run}");
        Assert.Equal("1 failed", page.One("#log .failures").Words());
        Assert.Equal("· 1 of 3 failed", page.One("#status-each.partly").Words());
        Assert.Contains("No b.", item.One("#inspector").Words(), StringComparison.Ordinal);
        var called = await visitor.Open(item.All("#inspector p a").First(link => link.Words() == "Its run").GetAttribute("href")!);
        Assert.Equal("b", called.One("#log .person .text").Words());
    }

    [Fact]
    public async Task Items_of_a_node_are_a_strip_too()
    {
        using var visitor = app.Visit();
        var run = await app.RunToEnd(await app.Make("Items", [App.Node("each", "template", new { template = "{{item}}!", settings = new { each = new { items = new[] { 1, 2 } } } })]));

        Assert.Equal(["1", "2"], (await visitor.Open($"/runs/{run}")).Texts("#log .strip > a"));
        Assert.Contains("2!", (await visitor.Open($"/runs/{run}?node=each&item=2")).One("#inspector").Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Collected_failures_of_items_are_counted_on_the_node()
    {
        using var visitor = app.Visit();
        var run = await app.RunToEnd(await app.Make("Collected", [App.Node("each", "code", new { script = "if (item == 2) throw new Error('No 2.'); return item", settings = new { each = new { items = new[] { 1, 2 }, onFailure = "collect" } } })]));

        Assert.Equal("· 1 of 2 failed", (await visitor.Open($"/runs/{run}")).One("#status-each.partly").Words());
    }

    [Fact]
    public async Task An_agent_shows_each_tool_with_its_arguments_its_result_and_its_run()
    {
        await using var peer = await ModelPeer.Working(new[] { ("Look_up", """{"prompt": "Bern"}""") }, "It is in Bern.");
        await using var own = new App("Production", ("HtmxFlows:Model:Address", peer.Address), ("HtmxFlows:Model:Name", "tiny"), ("Outbound:AllowedNetworks", "127.0.0.0/8"));
        using var visitor = own.Visit();
        await own.Make("Look up", [App.Template("a", "It rains in Bern")]);
        var run = await own.RunToEnd(await own.Make("Agent", [App.Node("agent", "agent", new { prompt = "?", tools = new[] { new { workflow = "Look up" } } })]));

        var page = await visitor.Open($"/runs/{run}");
        var tool = page.One("#log .tools li");

        Assert.StartsWith("Look_up prompt: Bern → It rains in Bern", tool.Words(), StringComparison.Ordinal);
        Assert.Equal("It rains in Bern", (await visitor.Open(tool.QuerySelector("a")!.GetAttribute("href")!)).One("#log .result .text").Words());
        Assert.Equal("It is in Bern.", page.One("#log .result").QuerySelector("p")!.Words());
    }

    [Fact]
    public async Task The_result_is_large_and_comes_as_text_and_as_a_file()
    {
        using var visitor = app.Visit();
        var run = await app.RunToEnd(await app.Make("Result", [App.Template("text", "**Bern** {{prompt}}"), App.Node("end", "respond", new { value = "{{text}}", markdown = true })], "text→end"), "🦊");

        var page = await visitor.Open($"/runs/{run}");
        var text = await visitor.Open(page.All("#log .links a")[0].GetAttribute("href")!);
        var file = await visitor.Open(page.All("#log .links a")[1].GetAttribute("href")!);

        Assert.Equal("Bern", page.One("#log .result strong").TextContent);
        Assert.Equal("the result", page.One("#log li[data-node=end] .gist").Words());
        Assert.StartsWith("2 steps · ", page.One("#log .fold summary").Words(), StringComparison.Ordinal);
        Assert.Equal(("**Bern** 🦊", "text/plain"), (text.Source, text.Response.Content.Headers.ContentType?.MediaType));
        Assert.Equal(("**Bern** 🦊", $"result-{run}.md"), (file.Source, file.Response.Content.Headers.ContentDisposition?.FileName));
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Open($"/runs/{Guid.NewGuid()}/result")).Status);
    }

    [Fact]
    public async Task A_run_of_the_draft_says_so_and_its_form_runs_the_draft_again()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Of a draft", [App.Template("a", "old")]);
        await visitor.Save(await visitor.Edit(workflow, "node=a"), ("data.template", "new {{prompt}}"));
        var draft = await visitor.Submit((await visitor.Edit(workflow, "panel=run")).Draft("runs"));
        await app.End(draft.Id);

        var page = await visitor.Open(draft.Address);
        var again = await visitor.Submit(page.One("form.prompt"), new Dictionary<string, string> { ["prompt"] = " once more\n" });
        await app.End(again.Id);

        Assert.Equal("Draft", page.One(".badge").Words());
        Assert.NotEmpty(page.All($".actions a[href='/workflows/{workflow}/edit']"));
        Assert.Equal("new once more", (await visitor.Open(again.Address)).One("#log .result .text").TextContent);
        Assert.Equal(app.Get<RunStore>().Find(draft.Id)!.ThreadId, app.Get<RunStore>().Find(again.Id)!.ThreadId);
    }

    [Fact]
    public async Task Times_name_their_zone_until_the_viewer_chooses_one()
    {
        using var visitor = app.Visit();
        var run = await app.RunToEnd(await Report(), "go");
        var before = await visitor.Open($"/runs/{run}");

        var form = await visitor.Open(before.All(".facts a").Single(link => link.Words() == "Set your time zone").GetAttribute("href")!);
        var after = await visitor.Submit(form.One("main form"), new Dictionary<string, string> { ["zone"] = "Pacific/Kiritimati" });

        Assert.Contains(" UTC", before.One(".run-head time").Words(), StringComparison.Ordinal);
        Assert.Equal($"/runs/{run}", after.Address);
        Assert.DoesNotContain("UTC", after.One(".run-head .facts").Words(), StringComparison.Ordinal);
        Assert.Equal(before.One(".run-head time").GetAttribute("datetime"), after.One(".run-head time").GetAttribute("datetime"));
        Assert.Equal(before.One("#log").OuterHtml, after.One("#log").OuterHtml);
        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.Submit(form.One("main form"), new Dictionary<string, string> { ["zone"] = "Nowhere/Land" })).Status);
    }

    async Task<Guid> Report() => await app.Make("Report",
        [App.Node("rows", "code", new { label = "Label of rows", script = $"return {HtmxFlows.Data.Json.From(Rows).GetRawText()};" }), App.Template("end", "Done {{prompt}}")], "rows→end");
}
