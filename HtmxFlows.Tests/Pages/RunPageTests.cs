using System.Globalization;
using System.Net;
using HtmxFlows.Conditions;
using HtmxFlows.Inputs;
using HtmxFlows.Nodes;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Api;
using HtmxFlows.Tests.Web;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Pages;

public sealed class RunPageTests(App app)
{
    [Fact]
    public async Task A_finished_run_reads_as_a_conversation()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Talk", [App.Template("first", "You said {{prompt}}"), App.Template("second", "{{first}}!")], "first→second");

        var page = await visitor.Open($"/runs/{await app.RunToEnd(workflow, "hello\nthere")}");

        Assert.Equal(["Prompt", "Label of first", "Label of second"], page.Texts("#log .who"));
        Assert.Equal("hello\nthere", page.All("#log li p.text")[0].TextContent);
        Assert.Equal(["Label of first started", "Label of second started"], page.Texts("#log li.node-started p"));
        Assert.Equal(["You said hello there", "You said hello there!"], page.Texts("#log li.node-completed p.text"));
        Assert.Contains("2 of 2 nodes", page.One("#log [data-status=completed]").Words(), StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(1, 6).Select(seq => seq.ToString(CultureInfo.InvariantCulture)), page.All("#log > li").Select(entry => entry.GetAttribute("data-seq")));
        Assert.Equal("Talk", page.One("h1").Words());
        Assert.Equal("completed", page.One("#panel [role=status] [data-status]").GetAttribute("data-status"));
        Assert.Equal(("2", "2"), (page.One("progress").GetAttribute("value"), page.One("progress").GetAttribute("max")));
        Assert.All(page.All("svg a[id^=node-] .state"), node => Assert.Equal("completed", node.GetAttribute("data-status")));
        Assert.NotEmpty(page.All("[role=log]"));
    }

    [Fact]
    public async Task What_a_node_logs_is_shown_at_its_entry()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Logging", [App.Node("a", "code", new { script = "console.log('<b>', 1); console.log('two'); throw new Error('no');", settings = new { onError = "continue" } })]);
        var run = await app.RunToEnd(workflow);

        Assert.Equal(["Log: 2 lines"], (await visitor.Open($"/runs/{run}")).Texts("#log li.node-failed .log summary"));
        Assert.Equal("<b> 1\ntwo", (await visitor.Open($"/runs/{run}")).One("#log li.node-failed .log code").TextContent);
        Assert.Contains("log: two", (await visitor.Call($"GET /runs/{run}", null, ("Accept", "text/plain"))).Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_finished_run_has_no_stream_and_a_live_one_has_one_from_where_its_page_stands()
    {
        using var visitor = app.Visit();
        var (over, endless) = (await app.Make("Over", [App.Template("a", "x")]), await app.Make("Live", [App.Endless()]));

        var finished = await visitor.Open($"/runs/{await app.RunToEnd(over)}");
        var run = await app.Start(endless);
        var live = await visitor.Open($"/runs/{run}");

        Assert.Empty(finished.All("[sse-connect], [hx-ext], iframe"));
        var last = live.All("#log > li")[^1].GetAttribute("data-seq");
        Assert.Equal($"/runs/{run}/events?after={last}&brief=true", live.One("[sse-connect]").GetAttribute("sse-connect"));
        Assert.Equal("done", live.One("[sse-close]").GetAttribute("sse-close"));
        Assert.True(live.Response.Headers.CacheControl?.NoStore);
        Assert.Contains($"/runs/{run}/log", live.One("noscript:has(iframe), main noscript").InnerHtml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_is_deleted_after_a_confirmation()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Unwanted", [App.Template("a", "x")]);
        var run = await app.RunToEnd(workflow);

        var confirmation = await visitor.Open((await visitor.Open($"/runs/{run}")).One($"a[href='/runs/{run}/deletion']").GetAttribute("href")!);
        Assert.Equal("Delete this run?", confirmation.One("h1").Words());
        var list = await visitor.Submit(confirmation.One("form.actions"));

        Assert.Equal($"/workflows/{workflow}", list.Address);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Open($"/runs/{run}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Open($"/runs/{run}/deletion")).Status);
    }

    [Fact]
    public async Task The_deletion_of_an_unfinished_run_is_refused_with_a_sentence()
    {
        using var visitor = app.Visit();
        var run = await app.Start(await app.Make("Busy", [App.Endless()]));

        var page = await visitor.Submit((await visitor.Open($"/runs/{run}/deletion")).One("form.actions"));

        Assert.Equal((HttpStatusCode.Conflict, "The run has not ended. Cancel it first."), (page.Status, page.One("[role=alert]").Words()));
        Assert.Equal(HttpStatusCode.OK, (await visitor.Open($"/runs/{run}")).Status);
    }

    [Fact]
    public async Task JSON_is_in_a_few_words_on_its_line_and_opens_over_several_lines()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("JSON",
            [
                App.Node("small", "compute", new { sql = "SELECT 1 AS one, '<b>' AS mark" }),
                App.Node("large", "compute", new { sql = "SELECT value AS item FROM json_each('[1,2,3,4,5,6,7,8,9,10,11,12]')" }),
                App.Node("number", "compute", new { sql = "SELECT 6 * 7" }),
            ]);

        var page = await visitor.Open($"/runs/{await app.RunToEnd(workflow)}");

        Assert.Equal("{\n  \"one\": 1,\n  \"mark\": \"<b>\"\n}", page.One("li[data-node=small] details pre").TextContent);
        Assert.Equal("one: 1, mark: <b>", page.One("li[data-node=small] .gist").Words());
        Assert.Equal("12 items", page.One("li[data-node=large] .gist").Words());
        Assert.All(page.All("#log .step"), step => Assert.False(step.HasAttribute("open")));
        Assert.Equal("42", page.One("li[data-node=number] details pre").TextContent);
    }

    [Fact]
    public async Task A_long_output_is_cut_on_the_page_and_whole_at_its_own_address()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Long", [App.Template("long id", "{{prompt}}")]);
        // The cut at 8,000 falls into the middle of a pair.
        var prompt = new string('x', 7999) + "😀" + new string('y', 100);

        var page = await visitor.Open($"/runs/{await app.RunToEnd(workflow, prompt)}");
        var whole = await visitor.Open(page.One("li.node-completed .cut a").GetAttribute("href")!);

        Assert.Equal(new string('x', 7999), page.One("li.node-completed p.text").TextContent);
        Assert.Equal("application/json", whole.Response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(prompt, HtmxFlows.Data.Json.Parse(whole.Source).GetString());
    }

    [Fact]
    public async Task Markdown_is_rendered_and_nothing_in_it_is_active()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Markdown", [App.Template("a", "{{prompt}}", markdown: true)]);

        var page = await visitor.Open($"/runs/{await app.RunToEnd(workflow,
            """
            # Title

            **bold** <b onclick="x()">raw</b> <script>alert(1)</script>

            | a | b |
            |---|---|
            | 1 | 2 |

            [good](https://example.com/) [bad](javascript:alert(1)) [sly](JaVaScRiPt:alert(1)) [data](data:text/html,x) <javascript:alert(1)> [here](/workflows/new) ![image](https://example.com/x.png)

            - [x] done
            """)}");

        var shown = page.One("li.node-completed .markdown");
        Assert.Equal("bold", shown.QuerySelector("strong")!.TextContent);
        Assert.Equal("Title", shown.QuerySelector("h2")!.TextContent);
        Assert.Equal(2, shown.QuerySelectorAll("td").Length);
        Assert.Contains("<script>alert(1)</script>", shown.TextContent, StringComparison.Ordinal);
        Assert.Empty(shown.QuerySelectorAll("script, b, img, [onclick], [style], h1, h4, input"));
        Assert.All(shown.QuerySelectorAll("a"), link => Assert.Matches("^(https?://.*)?$", link.GetAttribute("href") ?? ""));
        Assert.All(shown.QuerySelectorAll("a"), link => Assert.Equal("noopener nofollow", link.GetAttribute("rel")));
        Assert.Single(shown.QuerySelectorAll("a[href='https://example.com/']"));
    }

    [Theory]
    [InlineData("<script>alert(1)</script><img src=x onerror=alert(1)>")]
    [InlineData("<div hx-get=\"/\" hx-trigger=\"load\" sse-connect=\"/\" data-hx-post=\"/\">x</div>")]
    [InlineData("</li></ol></main><h1 id=\"log\">x</h1>")]
    [InlineData("one\rtwo\nthree\r\nfour\0five")]
    [InlineData("event: done\ndata: x\n\nid: 99\ndata: y\n\n")]
    [InlineData("{{prompt}} &amp; &lt;b&gt;")]
    public async Task What_nodes_say_is_inert(string text)
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Hostile",
            [
                App.Template("text", "{{prompt}}"), App.Template("markdown", "{{prompt}}", markdown: true),
                App.Node("json", "set", new { fields = new[] { new { name = "x", value = "{{prompt}}" } } }),
                App.Node("error", "fail", new { message = "{{prompt}}", label = "Stop" }),
            ],
            "text→markdown", "markdown→json", "json→error");

        var page = await visitor.Open($"/runs/{await app.RunToEnd(workflow, text)}");

        Assert.Single(page.All("#log"));
        Assert.Empty(page.All("main script, main img, main [onerror], #log [hx-get], #log [sse-connect], #log [data-hx-post], #log h1"));
        Assert.All(page.All("#log > li"), entry => Assert.True(entry.HasAttribute("hx-disable")));
        // A parser normalises line ends and replaces NUL; the rest must be the text itself.
        Assert.Equal(Parsed(text), Parsed(page.One("li[data-node=text].node-completed p.text").TextContent));
        Assert.Equal(Parsed(text), Parsed(page.One("li.node-failed p.text").TextContent));
        Assert.Equal(8 + 2, page.All("#log > li").Count);
    }

    [Fact]
    public async Task An_error_is_shown_where_it_happened()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Errors", [App.Template("before", "x"), App.Node("stop", "fail", new { label = "Guard", message = "No {{prompt}} here." }), App.Template("after", "x")], "before→stop", "stop→after");

        var page = await visitor.Open($"/runs/{await app.RunToEnd(workflow, "cats")}");

        Assert.Matches("^Guard failed [0-9.]+ m?s$", page.One("#log li.node-failed[data-node=stop] .step[open] > summary").Words());
        Assert.Equal([$"/workflows/{workflow}/edit?node=stop", $"{page.Address}?node=stop#inspector"], page.All("#log li.node-failed .links a").Select(link => link.GetAttribute("href")));
        Assert.Equal("No cats here.", page.One("#log li.node-failed[data-node=stop] .text").Words());
        Assert.Contains("Failed · 1 of 3 nodes, 1 failed", page.One("#log .summary").Words(), StringComparison.Ordinal);
        Assert.Equal(["completed", "failed", "pending"], page.All("svg a[id^=node-] .state").Select(node => node.GetAttribute("data-status")));
        Assert.Equal("failed", page.One("#panel [role=status] [data-status]").GetAttribute("data-status"));
    }

    [Fact]
    public async Task Retries_branches_and_skips_are_said_in_the_log()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Ways",
            [
                App.Node("choose", "branch", new { label = "Choose", conditions = new[] { new { left = "{{prompt}}", @operator = "is-empty", right = "" } } }),
                App.Template("yes", "yes"), App.Template("no", "no"),
                App.Node("try", "fail", new { label = "Try", message = "Not yet.", settings = new { retries = 1, delay = 0, onError = "continue" } }),
            ],
            "choose.true→yes", "choose.false→no", "yes→try");

        var page = await visitor.Open($"/runs/{await app.RunToEnd(workflow)}");

        Assert.StartsWith("Choose → true", page.One("li[data-node=choose].node-completed summary").Words(), StringComparison.Ordinal);
        Assert.Equal("Label of no skipped", page.One("li[data-node=no] summary").Words());
        Assert.Matches("^Try failed \\(attempt 1 of 2\\), retrying in .* m?s: Not yet\\.$", page.One("li[data-node=try].node-retrying p").Words());
        Assert.Contains("Try started, attempt 2", page.Texts("li[data-node=try].node-started p"));
        Assert.Equal(["completed", "completed", "skipped", "failed"], page.All("svg a[id^=node-] .state").Select(node => node.GetAttribute("data-status")));
        Assert.Contains("2 of 4 nodes, 1 failed, 1 skipped", page.One("#panel").Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_timeline_has_a_bar_for_each_node_that_has_started_with_its_time()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Times", [App.Node("a", "wait", new { label = "Short", seconds = "0.05" }), App.Template("b", "x"), App.Endless("c")], "a→b", "b→c");
        var run = await app.Start(workflow);
        await Eventually.Equal("waiting", async () => (await visitor.Open($"/runs/{run}")).All("svg a[id^=node-] .state")[^1].GetAttribute("data-status"));
        await visitor.Submit((await visitor.Open($"/runs/{run}")).Form("/cancellation"));

        var page = await visitor.Open($"/runs/{run}");

        var table = (await visitor.Open($"/runs/{run}/nodes")).All("tbody tr").Where(row => row.QuerySelectorAll("td")[1].Words().Length > 0).ToArray();
        Assert.Equal(table.Select(row => row.QuerySelector("th a")!.GetAttribute("href")), page.All("#timeline li > a").Select(link => $"/runs/{run}{link.GetAttribute("href")}"));
        Assert.Equal(table.Select(row => row.QuerySelector("[data-status]")!.GetAttribute("data-status")), page.All("#timeline li").Select(bar => bar.GetAttribute("data-status")));
        var times = page.Texts("#timeline li > span");
        Assert.Matches("^[0-9.]+ m?s$", times[0]);
        Assert.Matches("^cancelled, [0-9.]+ m?s$", times[^1]);
        Assert.All(page.All("#timeline rect"), bar => Assert.InRange(Percent(bar, "x") + Percent(bar, "width"), 1, 100.1));
        var starts = page.All("#timeline rect").Select(bar => Percent(bar, "x")).ToArray();
        Assert.Equal(starts.Order(), starts);
    }

    [Fact]
    public async Task A_run_of_many_nodes_shows_those_that_matter_and_leads_to_all()
    {
        using var visitor = app.Visit();
        string[] ids = [.. Enumerable.Range(1, 60).Select(number => $"n{number}")];
        var workflow = await app.Make("Many nodes",
            [App.Node("n1", "fail", new { message = "No.", settings = new { onError = "continue" } }), .. ids.Skip(1).Select(id => App.Template(id, "x"))],
            [.. ids.Zip(ids.Skip(1), (from, to) => $"{from}→{to}")]);

        var page = await visitor.Open($"/runs/{await app.RunToEnd(workflow)}");
        var first = await visitor.Open(page.One("#timeline .note a").GetAttribute("href")!);
        var second = await visitor.Open(first.One("a[rel=next]").GetAttribute("href")!);

        Assert.Equal(["n1", .. ids.TakeLast(49)], page.All("#timeline li > a").Select(link => link.GetAttribute("href")!.Split('=', '#')[1]));
        Assert.Equal(ids.Select(id => $"row-{id}"), [.. Rows(first), .. Rows(second)]);
        Assert.EndsWith("/retry?from=n60", second.All("tbody a")[^1].GetAttribute("href"), StringComparison.Ordinal);

        static IEnumerable<string?> Rows(Page page) => page.All("tbody tr").Select(row => row.Id);
    }

    [Fact]
    public async Task A_run_can_be_cancelled_and_started_again()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Endless", [App.Endless("long")]);
        var run = await app.Start(workflow, "the same");

        var cancelled = await visitor.Submit((await visitor.Open($"/runs/{run}")).Form("/cancellation"));
        var again = await visitor.Submit(cancelled.Form("/retry"));

        Assert.Equal(HttpStatusCode.SeeOther, cancelled.Redirect);
        Assert.Equal($"/runs/{run}", cancelled.Address);
        Assert.Equal("cancelled", cancelled.One("#panel [role=status] [data-status]").GetAttribute("data-status"));
        Assert.Equal("cancelled", cancelled.One("svg a[id^=node-] .state").GetAttribute("data-status"));
        Assert.Contains("Cancelled", cancelled.One("#log .summary").Words(), StringComparison.Ordinal);
        Assert.NotEqual(run, again.Id);
        Assert.Equal("the same", again.One("#log li.workflow-started .text").TextContent);
        Assert.Equal("waiting", again.One("svg a[id^=node-] .state").GetAttribute("data-status"));
        await visitor.Submit(again.Form("/cancellation"));
    }

    [Fact]
    public async Task Cancelling_a_run_that_is_over_changes_nothing()
    {
        using var visitor = app.Visit();
        var run = await app.RunToEnd(await app.Make("Over", [App.Template("a", "x")]));
        var before = await visitor.Open($"/runs/{run}");

        var after = await visitor.Submit(before.Form("/cancellation"));

        Assert.Equal(before.One("#log").OuterHtml, after.One("#log").OuterHtml);
    }

    [Fact]
    public async Task With_htmx_cancelling_answers_nothing_since_the_stream_shows_it()
    {
        using var visitor = app.Visit();
        var run = await app.Start(await app.Make("Endless", [App.Endless()]));
        var form = (await visitor.Open($"/runs/{run}")).Form("/cancellation");
        using var request = new HttpRequestMessage(HttpMethod.Post, form.GetAttribute("hx-post"))
        {
            Content = new FormUrlEncodedContent(form.QuerySelectorAll("input").Select(input => KeyValuePair.Create(input.GetAttribute("name")!, input.GetAttribute("value")!))),
            Headers = { { "HX-Request", "true" } },
        };

        var page = await visitor.Send(request);

        Assert.Equal(HttpStatusCode.NoContent, page.Status);
        Assert.Equal("cancelled", app.Get<RunStore>().Find(run)!.Status);
    }

    [Fact]
    public async Task A_run_whose_workflow_cannot_run_any_more_says_so_when_it_should_run_again()
    {
        using var visitor = app.Visit();
        var run = await app.RunToEnd(await app.Make("Gone bad", [App.Template("a", "x")]));
        var page = await visitor.Open($"/runs/{run}");
        // No version becomes a draft again, so the run is moved to a workflow that has nothing else.
        var draft = (await app.Get<WorkflowStore>().Create(new("Gone bad", "", """{"nodes": []}"""), asDraft: true)).Id();
        var workflow = app.Get<RunStore>().Find(run)!.WorkflowId;
        await app.Get<HtmxFlows.Data.IDatabase>().Write(writer =>
            writer.Execute("UPDATE runs SET workflow_id = $0 WHERE id = $1", draft.ToString(), run.ToString())
            + writer.Execute("UPDATE run_events SET data = replace(data, $0, $1) WHERE run_id = $2", workflow.ToString(), draft.ToString(), run.ToString()));

        var refused = await visitor.Submit(page.Form("/retry"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("no version that can run", refused.Main.Words(), StringComparison.Ordinal);
        Assert.NotEmpty(refused.All($"main a[href='{page.Address}']"));
    }

    [Fact]
    public async Task A_conversation_of_three_turns_is_one_thread()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Thread", [App.Template("a", "Answer to {{prompt}}")]);
        var first = await visitor.Submit((await visitor.Open($"/workflows/{workflow}")).Form("/runs"), Prompt("one"));
        await app.End(first.Id);
        var second = await visitor.Submit(first.Form("/runs"), Prompt("two"));
        await app.End(second.Id);
        var third = await visitor.Submit(second.Form("/runs"), Prompt("three"));
        await app.End(third.Id);

        var last = await visitor.Open(third.Address);
        var middle = await visitor.Open(second.Address);

        Assert.Equal(["one", "Answer to one", "two", "Answer to two", "three", "Answer to three"], last.Texts("article :is(.person, .result) .text"));
        Assert.Equal(["three", "Answer to three"], last.Texts("#log :is(.person, .result) .text"));
        Assert.Equal(["one", "Answer to one", "two", "Answer to two"], middle.Texts("article :is(.person, .result) .text"));
        Assert.NotEmpty(middle.All($"a[href='/runs/{third.Id}']"));
        Assert.Equal(last.All("[id]").Count, last.All("[id]").Select(element => element.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_long_conversation_shows_its_last_turns_and_leads_to_those_before()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Long talk", [App.Template("a", "x")]);
        var first = await app.RunToEnd(workflow, "turn 1");
        var runs = new List<Guid> { first };
        foreach (var turn in Enumerable.Range(2, 12))
            runs.Add(await app.RunToEnd(workflow, $"turn {turn}", first));

        var page = await visitor.Open($"/runs/{runs[^1]}");

        Assert.Equal(Enumerable.Range(3, 11).Select(turn => $"turn {turn}"), page.Texts("li.workflow-started .text"));
        Assert.NotEmpty(page.All($"a[href='/runs/{runs[1]}']"));
    }

    [Fact]
    public async Task Runs_are_listed_newest_first_and_filtered_by_state_and_workflow()
    {
        using var visitor = app.Visit();
        var (good, bad) = (await app.Make("Good", [App.Template("a", "x")]), await app.Make("Bad", [App.Node("a", "fail", new { message = "x" })]));
        var (one, two, failed) = (await app.RunToEnd(good, "one"), await app.RunToEnd(good, "two"), await app.RunToEnd(bad, "three"));

        var all = await visitor.Open("/runs");
        var ofGood = await visitor.Open((await visitor.Open($"/workflows/{good}")).One($".tabs a[href='/workflows/{good}/runs']").GetAttribute("href")!);
        var goodAndFailed = await visitor.Submit(ofGood.One("form.filter"), new Dictionary<string, string> { ["status"] = "failed" });
        var badAndFailed = await visitor.Open($"/runs?workflow={bad}&status=failed");

        Assert.NotEmpty(all.All($"td a[href='/runs/{failed}']"));
        Assert.NotEmpty(all.All($"td a[href='/workflows/{bad}']"));
        Assert.Equal([two, one], Listed(ofGood));
        Assert.Equal("Good", ofGood.One("h1").Words());
        Assert.Empty(Listed(goodAndFailed));
        Assert.StartsWith("No runs match this filter.", goodAndFailed.One("#runs .empty").Words(), StringComparison.Ordinal);
        Assert.Equal("failed", goodAndFailed.One("select[name=status] option[selected]").GetAttribute("value"));
        Assert.Equal([failed], Listed(badAndFailed));
        Assert.Equal(["failed"], badAndFailed.All("td [data-status]").Select(state => state.GetAttribute("data-status")));
    }

    [Fact]
    public async Task More_than_fifty_runs_are_shown_page_by_page_and_the_filter_is_kept()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Often", [App.Template("a", "x")]);
        var runs = await Task.WhenAll(Enumerable.Range(0, 51).Select(_ => app.RunToEnd(workflow)));

        var first = await visitor.Open($"/runs?workflow={workflow}&status=completed");
        var second = await visitor.Open(first.One("a[rel=next]").GetAttribute("href")!);

        Assert.Equal(50, Listed(first).Count);
        Assert.Equal(runs.Order(), Listed(first).Concat(Listed(second)).Order());
    }

    [Fact]
    public async Task The_catalogue_shows_every_node_type_and_every_field()
    {
        using var visitor = app.Visit();

        var page = await visitor.Open("/nodes");

        foreach (var type in app.Get<NodeCatalogue>().Types)
        {
            var shown = page.Document.GetElementById(type.Name)!;
            Assert.Contains(type.Title, shown.QuerySelector("h3")!.Words(), StringComparison.Ordinal);
            Assert.Contains(type.Summary, shown.Words(), StringComparison.Ordinal);
            Assert.Equal(Names(type.Shape), shown.QuerySelectorAll("tbody th").Select(cell => cell.Words()));
            Assert.Empty(type.Read(HtmxFlows.Data.Json.Parse(shown.QuerySelectorAll("details dt").First(term => term.Words() == "Configuration data").NextElementSibling!.TextContent)).Problems);
        }
        Assert.Equal(Names(NodeSettings.Shape), page.Texts("section[aria-labelledby=settings] tbody th"));
        Assert.Equal(ComparisonRules.All, page.Texts("section[aria-labelledby=comparisons] li"));
    }

    static IEnumerable<string> Names(ConfigurationShape shape) =>
        shape.Fields.SelectMany(field => (field.Rows is { } rows ? Names(rows).Select(inner => $"{field.Name}[].{inner}")
            : field.Group is { } group ? Names(group).Select(inner => $"{field.Name}.{inner}") : []).Prepend(field.Name));

    static IReadOnlyList<Guid> Listed(Page page) =>
        [.. page.All("td a[href^='/runs/']").Select(link => Guid.Parse(link.GetAttribute("href")!.Split('/')[^1]))];

    static Dictionary<string, string> Prompt(string text) => new() { ["prompt"] = text };

    static string Parsed(string text) => text.ReplaceLineEndings("\n").Replace('\0', '\uFFFD');

    static double Percent(AngleSharp.Dom.IElement element, string attribute) => double.Parse(element.GetAttribute(attribute)!.TrimEnd('%'), CultureInfo.InvariantCulture);
}
