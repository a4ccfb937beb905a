using System.Net;
using HtmxFlows.Tests.Web;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Pages;

public sealed class VersionsPageTests(App app)
{
    [Fact]
    public async Task All_versions_are_listed_with_their_state_and_which_one_runs_use()
    {
        using var visitor = app.Visit();
        var workflow = await MakeThree();

        var page = await visitor.Open((await visitor.Open($"/workflows/{workflow}")).One(".tabs a[href$='/versions']").GetAttribute("href")!);

        var names = page.Texts(".versions td:first-child");
        Assert.StartsWith("Draft of ", names[0], StringComparison.Ordinal);
        Assert.Equal(["Version 2", "Version 1"], names.Skip(1));
        Assert.Equal(["draft", "published, current", "published"], page.Texts(".versions td:nth-child(2)"));
    }

    [Fact]
    public async Task Two_versions_are_chosen_and_their_difference_is_shown_in_signs_and_words()
    {
        using var visitor = app.Visit();
        var workflow = await MakeThree();
        var form = (await visitor.Open($"/workflows/{workflow}/versions")).One("form.search");

        var page = await visitor.Submit(form, new Dictionary<string, string> { ["from"] = "1", ["to"] = "2" });

        Assert.Equal("1 node added, 1 node changed, 1 edge added.", page.One(".comparison > .note").Words());
        Assert.Equal(["~ changed node Label of a Template · a", "+ added node Label of b Template · b", "+ added edge Label of a → Label of b"], page.Texts(".changes > li > p"));
        Assert.Equal("~ changed Template data.template", page.One("[data-node=a] [data-path] > p").Words());
        Assert.Equal(["Before: one", "After: two"], page.Texts("[data-node=a] pre"));
        Assert.Equal(["1", "2"], page.All("option[selected]").Select(option => option.GetAttribute("value")));
    }

    [Fact]
    public async Task A_comparison_has_a_diagram_that_says_what_was_added_changed_and_removed()
    {
        using var visitor = app.Visit();
        var workflow = await MakeThree();

        var forth = await visitor.Open($"/workflows/{workflow}/versions?from=1&to=2");
        var back = await visitor.Open($"/workflows/{workflow}/versions?from=2&to=1");

        Assert.Equal([("a", "~ changed", "#change-a"), ("b", "+ added", "#change-b")], Drawn(forth));
        Assert.Equal([("a", "~ changed", "#change-a"), ("b", "− removed", "#change-b")], Drawn(back));
        Assert.Equal(["added"], forth.All("path.edge").Select(edge => edge.GetAttribute("data-change")));
        Assert.Equal(["removed"], back.All("path.edge").Select(edge => edge.GetAttribute("data-change")));
        Assert.Single(forth.All("#change-b"));

        static IEnumerable<(string, string, string)> Drawn(Page page) => page.All("a.node").Select(node => (node.Id!["node-".Length..], node.QuerySelector(".change")!.Words(), node.GetAttribute("href")!));
    }

    [Fact]
    public async Task What_a_version_changed_is_one_click_away_and_a_version_does_not_differ_from_itself()
    {
        using var visitor = app.Visit();
        var workflow = await MakeThree();

        var changed = await visitor.Open((await visitor.Open($"/workflows/{workflow}/versions")).All(".versions a[href*='to=3']").Single().GetAttribute("href")!);

        Assert.Equal(["+ added node Label of c Template · c", "− removed node Label of a Template · a", "− removed node Label of b Template · b", "− removed edge Label of a → Label of b"], changed.Texts(".changes > li > p"));
        Assert.Equal("No differences.", (await visitor.Open($"/workflows/{workflow}/versions?from=2&to=2")).One(".comparison > .empty").Words());
    }

    [Fact]
    public async Task A_text_of_several_lines_is_shown_line_by_line()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Lines", [App.Template("a", "one\ntwo\n<b>three</b>")]);
        await app.Get<WorkflowStore>().Update(workflow, 1, new("Lines", "", App.Flow([App.Template("a", "one\n2\n<b>three</b>")])));

        var page = await visitor.Open($"/workflows/{workflow}/versions?from=1&to=2");

        Assert.Equal("  one\n− two\n+ 2\n  <b>three</b>\n", page.One("[data-path] pre").TextContent);
    }

    [Fact]
    public async Task A_version_has_a_page_with_its_picture_and_a_file()
    {
        using var visitor = app.Visit();
        var workflow = await MakeThree();

        var page = await visitor.Open($"/workflows/{workflow}/versions/1");
        var file = await visitor.Open(page.One("a[href$='version=1'][download]").GetAttribute("href")!);

        Assert.Equal(["node-a"], page.All("a.node").Select(node => node.Id));
        var unfinished = (await app.Get<WorkflowStore>().Create(new("Unfinished", "", """{"nodes": []}"""), asDraft: true)).Id();
        Assert.Contains("Published, saved on", page.One("h2 + .lead").Words(), StringComparison.Ordinal);
        Assert.Contains("\"template\": \"one\"", file.Source, StringComparison.Ordinal);
        Assert.Contains("The workflow is empty", (await visitor.Open($"/workflows/{unfinished}/versions/1")).One("[role=alert]").Words(), StringComparison.Ordinal);
    }

    [Theory, InlineData("/versions/4"), InlineData("/versions?from=1&to=4"), InlineData("/export?version=4")]
    public async Task A_version_that_is_not_there_is_not_found(string address)
    {
        using var visitor = app.Visit();
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Open($"/workflows/{await MakeThree()}{address}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Open($"/workflows/{Guid.NewGuid()}{address}")).Status);
    }

    async Task<Guid> MakeThree()
    {
        var workflow = await app.Make("Versioned", [App.Template("a", "one")]);
        await app.Get<WorkflowStore>().Update(workflow, 1, new("Versioned", "", App.Flow([App.Template("a", "two"), App.Template("b", "three")], "a→b")));
        await app.Get<DraftPublication>().Keep(app.Get<DraftStore>().Find(workflow)! with { Content = new("Versioned", "", App.Flow([App.Template("c", "four")])) });
        return workflow;
    }
}
