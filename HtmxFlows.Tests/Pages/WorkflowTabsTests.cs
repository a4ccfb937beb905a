using System.Net;
using HtmxFlows.Tests.Web;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Pages;

/// <summary>The pages of a workflow are one object with one head.</summary>
public sealed class WorkflowTabsTests(App app)
{
    [Theory]
    [InlineData("", "Overview")]
    [InlineData("/runs", "Runs")]
    [InlineData("/deliveries", "Triggers")]
    [InlineData("/versions", "Versions")]
    [InlineData("/versions/1", "Versions")]
    [InlineData("/api", "API")]
    public async Task Each_page_has_the_name_the_state_and_the_tabs(string address, string tab)
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("One object", [App.Template("a", "x")]);

        var page = await visitor.Open($"/workflows/{workflow}{address}");

        Assert.Equal("One object", page.One("h1").Words());
        Assert.Equal("Published v1", page.One(".state-dot").Words());
        Assert.Equal(["Overview", "Editor", "Runs", "Triggers", "Versions", "API"], page.Texts(".tabs a"));
        Assert.Equal([tab], page.Texts(".tabs a[aria-current=page]"));
    }

    [Fact]
    public async Task The_state_counts_publications_and_unpublished_changes()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Counted", [App.Template("a", "x")]);
        var drafts = app.Get<DraftStore>();
        await app.Get<DraftPublication>().Keep(drafts.Find(workflow)! with { Content = new("Counted", "", App.Flow([App.Template("b", "x")])) });
        await app.Get<WorkflowStore>().Update(workflow, 1, new("Counted", "", App.Flow([App.Template("a", "y")])));
        await drafts.Save(drafts.Find(workflow)!, new("Counted", "", App.Flow([App.Template("a", "z"), App.Template("b", "z")])), "Changed");

        Assert.Equal("Published v2 · 2 unpublished changes", (await visitor.Open($"/workflows/{workflow}")).One(".state-dot").Words());
    }

    [Fact]
    public async Task The_overview_has_the_last_result()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("With a result", [App.Template("a", "You said {{prompt}}")]);
        var run = await app.RunToEnd(workflow, "hello");

        var page = await visitor.Open($"/workflows/{workflow}");

        Assert.Equal("You said hello", page.One(".last-result .text").Words());
        Assert.Equal($"/runs/{run}", page.One(".last-result a").GetAttribute("href"));
    }

    [Theory, InlineData(true, ".last-result .markdown strong"), InlineData(false, ".last-result .text")]
    public async Task The_last_result_is_shown_as_its_node_says(bool isMarkdown, string shown)
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Formatted", [App.Template("text", "**all** of it"), App.Node("end", "respond", new { value = "{{text}}", markdown = isMarkdown })], "text→end");
        await app.RunToEnd(workflow, "hello");

        Assert.Contains("all", (await visitor.Open($"/workflows/{workflow}")).One(shown).Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_archived_workflow_leaves_the_list_keeps_everything_and_is_restored()
    {
        using var visitor = app.Visit();
        var mark = Guid.NewGuid().ToString("N");
        var workflow = await app.Make(mark, [App.Template("a", "x")]);
        await app.RunToEnd(workflow);

        var archived = await visitor.Submit((await visitor.Open($"/workflows/{workflow}")).Form("/archival"));
        var list = await visitor.Open($"/?q={mark}");
        var archive = await visitor.Open($"/?q={mark}&archived=true");
        var copies = (await visitor.Open("/workflows/new")).Texts("option");
        await visitor.Submit(archived.Form("/archival/removal"));

        Assert.Equal($"/workflows/{workflow}", archived.Address);
        Assert.Empty(list.All(".workflow-line"));
        Assert.DoesNotContain($"Copy of {mark}", copies);
        Assert.Equal([mark], archive.Texts("#workflows h2"));
        Assert.NotEmpty(archived.All(".runs-table tbody tr"));
        Assert.Equal([mark], (await visitor.Open($"/?q={mark}")).Texts("#workflows h2"));
    }

    [Fact]
    public async Task Tags_are_edited_and_filter_the_list()
    {
        using var visitor = app.Visit();
        var tag = $"tag-{Guid.NewGuid():N}"[..20];
        var (tagged, other) = (await app.Make($"Tagged {tag}", [App.Template("a", "x")]), await app.Make($"Plain {tag}", [App.Template("a", "x")]));

        var form = await visitor.Open($"/workflows/{tagged}/tags");
        var overview = await visitor.Submit(form.Form("/tags"), new Dictionary<string, string> { ["tags"] = $" {tag.ToUpperInvariant()}, nightly ,{tag}" });
        var list = await visitor.Open(overview.One($"a.tag[href$='{tag}']").GetAttribute("href")!);

        Assert.Equal(["nightly", tag], overview.Texts(".tags > .tag"));
        Assert.Equal([$"Tagged {tag}"], list.Texts("#workflows h2"));
        Assert.Equal(tag, list.One("#tag option[selected]").GetAttribute("value"));
        Assert.Equal($"nightly, {tag}", (await visitor.Open($"/workflows/{tagged}/tags")).One("#tags").GetAttribute("value"));
        Assert.Empty((await visitor.Open($"/workflows/{other}")).All(".tags > .tag"));
    }

    [Fact]
    public async Task A_tag_that_is_too_long_is_refused_and_kept_in_the_form()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Long tags", [App.Template("a", "x")]);
        var tag = new string('x', 41);

        var page = await visitor.Submit((await visitor.Open($"/workflows/{workflow}/tags")).Form("/tags"), new Dictionary<string, string> { ["tags"] = tag });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Contains("longer than 40 characters", page.One("[role=alert]").Words(), StringComparison.Ordinal);
        Assert.Equal(tag, page.One("#tags").GetAttribute("value"));
    }
}
