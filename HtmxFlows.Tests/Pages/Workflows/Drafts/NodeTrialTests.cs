using System.Net;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Web;
using static HtmxFlows.Tests.Pages.Workflows.Editing;

namespace HtmxFlows.Tests.Pages.Workflows.Drafts;

public sealed class NodeTrialTests(App app)
{
    const string Test = "Test";

    [Fact]
    public async Task A_node_is_tested_alone_with_the_last_run_or_with_an_input()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Tried", [App.Node("data", "compute", new { sql = "SELECT 'Ada' AS name" }), App.Template("greet", "Hello {{input.name}}")], "data→greet");
        await app.RunToEnd(workflow);
        var page = await visitor.Edit(workflow, "node=greet");

        Assert.Contains("Hello Ada", (await visitor.Submit(page.Node(), button: Test)).One(".trial-result").Words(), StringComparison.Ordinal);
        var given = await visitor.Submit(page.Node(), Values(("given", """{"name": "Ben"}""")), Test);
        Assert.Contains("Hello Ben", given.One(".trial-result").Words(), StringComparison.Ordinal);
        Assert.Equal("""{"name": "Ben"}""", given.Field("given"));
        var refused = await visitor.Submit(page.Node(), Values(("given", "Ben")), Test);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("is not valid JSON", refused.One("[role=alert]").Words(), StringComparison.Ordinal);
        Assert.Single(app.Get<RunStore>().List(workflow, null, 0, 9));
    }

    [Fact]
    public async Task A_test_saves_the_form_first()
    {
        using var visitor = app.Visit();
        var page = await visitor.Edit(await app.MakeGreeting("Tested"), "node=greet");

        page = await visitor.Submit(page.Node(), Values(("data.template", "Saved")), Test);

        Assert.Contains("Output", page.One(".trial-result h3").Words(), StringComparison.Ordinal);
        Assert.Equal(("Saved", "Undo: Changed Label of greet"), (page.Field("data.template"), page.One("#undo-change").Words()));
    }

    [Fact]
    public async Task A_test_of_a_script_shows_its_log_whether_it_returns_or_fails()
    {
        using var visitor = app.Visit();
        var page = await visitor.Edit(await app.Make("Scripted", [App.Node("a", "code", new { script = "console.log('saw', input.n); if (input.n > 1) throw new Error('too many'); return input.n;" })]), "node=a");

        var returned = (await visitor.Submit(page.Node(), Values(("given", """{"n": 1}""")), Test)).One(".trial-result");
        Assert.Equal(["Log: 1 line", "saw 1"], returned.QuerySelectorAll(".log summary, .log code").Select(part => part.TextContent));
        var failed = (await visitor.Submit(page.Node(), Values(("given", """{"n": 2}""")), Test)).One(".trial-result");
        Assert.Equal(["Error: too many (line 1, column 53)", "saw 2"], failed.QuerySelectorAll(".problem, .log code").Select(part => part.TextContent));
    }

    [Fact]
    public async Task A_mistake_in_a_script_is_shown_at_its_field_with_its_place()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Mistaken", [App.Node("a", "code", new { script = "return 1;" })]);

        await visitor.Submit((await visitor.Edit(workflow, "node=a")).Node(), Values(("data.script", "const a = 1;\nreturn a +;")), Test);

        var problem = (await visitor.Edit(workflow, "node=a")).One("#field-data-script-problem, [id$=script-problem]").TextContent;
        Assert.Equal("Unexpected token ';' (line 2, column 11): return a +▸;", problem);
    }

    [Fact]
    public async Task A_node_with_problems_is_saved_and_not_tested()
    {
        using var visitor = app.Visit();
        var workflow = await app.MakeGreeting("Untestable");

        var page = await visitor.Submit((await visitor.Edit(workflow, "node=greet")).Node(), Values(("data.template", "")), Test);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Equal("Fix this node's problems before testing.", page.One("[role=alert]").Words());
        Assert.Equal("", (await visitor.Edit(workflow, "node=greet")).Field("data.template"));
    }

    [Fact]
    public async Task A_test_changes_nothing_in_the_store()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Stores", [App.Node("keep", "store", new { operation = "put", collection = "trial rules", key = "a", value = "1" })]);

        var page = await visitor.Submit((await visitor.Edit(workflow, "node=keep")).Node(), button: Test);

        Assert.NotEmpty(page.One(".trial-result .help").Words());
        Assert.DoesNotContain("trial rules", (await visitor.Open("/store")).Source, StringComparison.Ordinal);
    }
}
