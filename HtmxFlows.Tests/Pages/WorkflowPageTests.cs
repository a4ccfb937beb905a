using System.Net;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Web;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Pages;

public sealed class WorkflowPageTests(App app)
{
    [Fact]
    public async Task Every_node_is_a_link_in_the_picture_and_every_edge_a_line()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Diagram",
            [
                App.Node("choose", "branch", new { label = "Choose", conditions = new[] { new { left = "{{prompt}}", @operator = "is-not-empty", right = "" } } }),
                App.Template("yes", "yes"), App.Template("no", "no"),
            ],
            "choose.true→yes", "choose.false→no");

        var page = await visitor.Open($"/workflows/{workflow}");

        Assert.Equal(["Choose", "Label of yes", "Label of no"], page.Texts(".picture svg a[id^=node-] .label"));
        Assert.All(page.All(".picture svg a[id^=node-]"), link => Assert.NotNull(page.Document.GetElementById(link.GetAttribute("href")![1..])));
        Assert.Empty(page.All(".picture [data-status]"));
        Assert.Equal(["false", "true"], page.All(".picture svg path[data-port]").Select(edge => edge.GetAttribute("data-port")).Order());
        Assert.All(page.All(".picture svg path.edge"), edge => Assert.StartsWith("M", edge.GetAttribute("d"), StringComparison.Ordinal));
        Assert.Equal(["true", "false"], page.Texts(".picture svg text"));
    }

    [Fact]
    public async Task A_warning_is_shown_and_does_not_keep_the_workflow_from_running()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Warned", [App.Node("a", "template", new { label = "Label of a", template = "x", settings = new { onError = "port" } })]);

        var page = await visitor.Open($"/workflows/{workflow}");
        var editor = await visitor.Open($"/workflows/{workflow}/edit");

        Assert.Equal("1 warning", page.One(".problems[data-level=warning] h2").Words());
        Assert.Equal(("Label of a", $"/workflows/{workflow}/edit?node=a&at=settings.onError"), (page.One(".problems li a").Words(), page.One(".problems li a").GetAttribute("href")));
        Assert.Contains("its port error is not connected", page.One(".problems li").Words(), StringComparison.Ordinal);
        Assert.NotEmpty(page.All("form textarea[name=prompt]"));
        Assert.Contains("its port error is not connected", editor.One(".draft-problems li[data-node=a]").Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_nodes_are_listed_with_their_configuration_and_a_way_to_what_their_type_does()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Nodes", [App.Template("greet", "Hello {{prompt}}")]);

        var page = await visitor.Open($"/workflows/{workflow}");

        Assert.Equal("Label of greet Template · greet", page.One("#row-greet summary").Words());
        Assert.Contains("\"template\": \"Hello {{prompt}}\"", page.One("#row-greet pre").TextContent, StringComparison.Ordinal);
        Assert.Equal("/nodes#template", page.One("#row-greet a").GetAttribute("href"));
        Assert.NotNull((await visitor.Open("/nodes")).Document.GetElementById("template"));
    }

    [Fact]
    public async Task Node_ids_of_any_letters_make_ids_that_are_all_different()
    {
        using var visitor = app.Visit();
        string[] ids = ["a b", "a_b", "a.b", "é1", "\u0E91", "\"><script>"];
        var workflow = await app.Make("Odd ids", [.. ids.Select(id => App.Template(id, "x"))]);

        var page = await visitor.Open($"/workflows/{workflow}");

        var all = page.All("[id]").Select(element => element.Id!).ToArray();
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.Equal(ids.Length, page.All("svg a[id]").Count);
    }

    [Fact]
    public async Task The_prompt_form_starts_a_run_and_the_run_is_listed()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Prompted", [App.Template("a", "You said {{prompt}}")]);
        var before = await visitor.Open($"/workflows/{workflow}");

        var run = await visitor.Submit(before.Form("/runs"), new Dictionary<string, string> { ["prompt"] = "one\ntwo" });
        await app.End(run.Id);
        var after = await visitor.Open($"/workflows/{workflow}");

        Assert.Contains("No runs yet.", before.Main.Words(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, run.Redirect);
        Assert.Equal($"/runs/{run.Id}", after.One("td a[href^='/runs/']").GetAttribute("href"));
        Assert.Equal("one two", after.One("td a[href^='/runs/']").Words());
        Assert.Equal("completed", after.One("td [data-status]").GetAttribute("data-status"));
    }

    [Fact]
    public async Task A_prompt_that_is_too_long_is_refused_and_kept()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Long prompts", [App.Template("a", "x")]);
        var prompt = new string('ä', 32 * 1024 + 1);

        var page = await visitor.Submit((await visitor.Open($"/workflows/{workflow}")).Form("/runs"), new Dictionary<string, string> { ["prompt"] = prompt });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Contains("64 KiB", page.One("[role=alert]").Words(), StringComparison.Ordinal);
        Assert.Equal(prompt, page.One("textarea[name=prompt]").TextContent);
        Assert.Empty(app.Get<RunStore>().List(workflow, null, 0, 1));
    }

    [Theory]
    [InlineData("not a number")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    public async Task A_conversation_that_does_not_exist_is_refused(string thread)
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Threads", [App.Template("a", "x")]);
        var run = await visitor.Open($"/runs/{await app.RunToEnd(workflow)}");

        var page = await visitor.Submit(run.Form($"/workflows/{workflow}/runs"), new Dictionary<string, string> { ["thread"] = thread, ["prompt"] = "kept" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Contains("conversation", page.One("[role=alert]").Words(), StringComparison.Ordinal);
        Assert.Equal("kept", page.One("[name=prompt]") is var field && field.GetAttribute("value") is { } line ? line : field.TextContent);
        Assert.Single(app.Get<RunStore>().List(workflow, null, 0, 9));
    }

    [Fact]
    public async Task Unpublished_changes_are_reported_and_the_published_version_runs()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Changed in the editor", [App.Template("a", "the version that runs")]);
        var drafts = app.Get<DraftStore>();
        Assert.DoesNotContain("not published", (await visitor.Open($"/workflows/{workflow}")).Main.Words(), StringComparison.Ordinal);
        await drafts.Save(drafts.Find(workflow)!, new("Changed in the editor", "", """{"nodes": []}"""), "Deleted a");

        var page = await visitor.Open($"/workflows/{workflow}");
        var run = await visitor.Submit(page.Form("/runs"));
        await app.End(run.Id);

        Assert.Contains("has unpublished changes. Runs use version 1", page.Main.Words(), StringComparison.Ordinal);
        Assert.Contains("the version that runs", (await visitor.Open(run.Address)).One("#log").Words(), StringComparison.Ordinal);
    }
}
