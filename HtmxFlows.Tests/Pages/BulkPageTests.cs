using System.Net;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Web;

namespace HtmxFlows.Tests.Pages;

public sealed class BulkPageTests(App app)
{
    [Fact]
    public async Task All_runs_of_a_filter_are_deleted_after_a_page_that_counts_them()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Many to delete", [App.Template("a", "x")]);
        var (first, second) = (await app.RunToEnd(workflow, "old one"), await app.RunToEnd(workflow, "old two"));
        var kept = await app.RunToEnd(workflow, "new");

        var list = await visitor.Open($"/workflows/{workflow}/runs?q=old");
        var fields = list.All("#bulk input").Select(field => $"{field.GetAttribute("name")}={Uri.EscapeDataString(field.GetAttribute("value")!)}");
        var question = await visitor.Open($"{list.One("#bulk").GetAttribute("action")}?action=delete&{string.Join('&', fields)}");
        var after = await visitor.Submit(question.Form("/runs/bulk"));

        Assert.Equal("Delete 2 runs?", question.One("h1").Words());
        Assert.Contains("old", question.Texts("dl.given dd"));
        Assert.Contains("Many to delete", question.Texts("dl.given dd"));
        Assert.Equal("Deleted 2 runs.", after.One(".job").Words());
        Assert.Null(app.Get<RunStore>().Find(first));
        Assert.Null(app.Get<RunStore>().Find(second));
        Assert.NotNull(app.Get<RunStore>().Find(kept));
    }

    [Fact]
    public async Task Only_selected_runs_are_cancelled_and_those_that_have_ended_stay()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Some to cancel", [App.Endless()]);
        var (selected, other) = (await app.Start(workflow), await app.Start(workflow));
        var ended = await app.RunToEnd(await app.Make("Ended", [App.Template("a", "x")]));

        var question = await visitor.Open($"/runs/bulk?selected=cancel&workflow={workflow}&run={selected}&run={ended}");
        await visitor.Submit(question.Form("/runs/bulk"));
        await app.End(selected);

        Assert.Equal("Cancel 1 run?", question.One("h1").Words());
        Assert.Equal(["cancelled", "completed"], new[] { selected, ended }.Select(run => app.Get<RunStore>().Find(run)!.Status));
        Assert.NotEqual("cancelled", app.Get<RunStore>().Find(other)!.Status);
    }

    [Fact]
    public async Task Runs_are_run_again_with_their_prompts()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Again", [App.Template("a", "{{prompt}}")]);
        await app.RunToEnd(workflow, "one");
        await app.RunToEnd(workflow, "two");

        await visitor.Submit((await visitor.Open($"/runs/bulk?action=retry&workflow={workflow}")).Form("/runs/bulk"));

        await Eventually.Equal(["two", "one", "two", "one"], () => Task.FromResult(app.Get<RunStore>().List(workflow, null, 0, 9).Select(run => run.Prompt)));
        Assert.Equal(["again", "again"], app.Get<RunSearch>().Page(new() { Workflow = workflow, Trigger = RunTrigger.Again }, default, 9).Runs.Select(run => run.Trigger));
    }

    [Fact]
    public async Task A_run_that_starts_after_the_page_was_shown_is_not_deleted()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Started later", [App.Template("a", "x")]);
        await app.RunToEnd(workflow);

        var question = await visitor.Open($"/runs/bulk?action=delete&workflow={workflow}");
        var later = await app.RunToEnd(workflow);
        await visitor.Submit(question.Form("/runs/bulk"));

        Assert.Equal([later], app.Get<RunStore>().List(workflow, null, 0, 9).Select(run => run.Id));
    }

    [Theory]
    [InlineData("/runs/bulk?selected=delete", "Nothing to delete")]
    [InlineData("/runs/bulk?action=retry&workflow=00000000-0000-0000-0000-000000000001", "Nothing to run again")]
    public async Task An_action_without_runs_says_so(string address, string heading)
    {
        using var visitor = app.Visit();

        var page = await visitor.Open(address);

        Assert.Equal(heading, page.One("h1").Words());
        Assert.Empty(page.All("main form"));
    }

    [Theory]
    [InlineData("/runs/bulk")]
    [InlineData("/runs/bulk?action=destroy")]
    [InlineData("/runs/bulk?action=delete&status=bogus")]
    [InlineData("/runs/bulk?selected=delete&run=7")]
    public async Task An_action_that_makes_no_sense_is_400(string address)
    {
        using var visitor = app.Visit();
        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.Open(address)).Status);
    }
}
