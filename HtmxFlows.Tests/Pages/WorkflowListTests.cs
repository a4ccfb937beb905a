using System.Net;
using HtmxFlows.Tests.Web;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Pages;

public sealed class WorkflowListTests(App shared)
{
    [Fact]
    public async Task A_new_installation_has_the_samples_ready_to_run()
    {
        await using var app = new App();
        using var visitor = app.Visit();

        var page = await visitor.Open("/");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal(["Orchestrator → ComputeAgent → StorageAgent", "Two readers"], page.Texts("#workflows h2"));
        Assert.Equal(["Run", "Run"], page.Texts("#workflows a.next"));
        Assert.Equal(["no runs yet", "no runs yet"], page.Texts("#workflows li .facts"));
    }

    [Fact]
    public async Task A_draft_is_published_from_the_list_or_fixed_first()
    {
        using var visitor = shared.Visit();
        var mark = Guid.NewGuid().ToString("N");
        var (workflows, drafts) = (shared.Get<WorkflowStore>(), shared.Get<DraftStore>());
        var ready = (await workflows.Create(new($"Ready {mark}", "", """{"nodes": []}"""), asDraft: true)).Id();
        var broken = (await workflows.Create(new($"Broken {mark}", "", App.Flow([App.Node("a", "fail", new { }), App.Node("b", "template", new { })])), asDraft: true)).Id();
        var draft = drafts.Find(ready)!;
        Assert.True(await drafts.Save(draft, draft.Content with { Flow = App.Flow([App.Template("a", "x")]) }, "Changed"));

        var page = await visitor.Open($"/?q={mark}");

        Assert.Equal("Publish", page.One($".button[href='/workflows/{ready}/edit?panel=publish']").Words());
        Assert.Equal("Fix 2 problems", page.One($".button[href='/workflows/{broken}/edit']").Words());
    }

    [Fact]
    public async Task An_installation_without_workflows_says_how_to_get_one()
    {
        await using var app = new App();
        using var visitor = app.Visit();
        foreach (var line in app.Get<WorkflowStore>().Search("", 0, 10))
            await app.Get<WorkflowStore>().Delete(line.Id);

        var page = await visitor.Open("/");

        Assert.Contains("No workflows yet.", page.One("#workflows").Words(), StringComparison.Ordinal);
        Assert.Equal(["/templates", "/workflows/new", "/workflows/import"], page.All("#workflows a").Select(link => link.GetAttribute("href")));
    }

    [Theory]
    [InlineData("zebra")]
    [InlineData("ZEBRA")]
    [InlineData("stripes")]
    public async Task Search_finds_by_name_and_description_in_any_case(string words)
    {
        using var visitor = shared.Visit();
        var mark = Guid.NewGuid().ToString("N");
        await shared.Get<WorkflowStore>().Create(new($"Zebra {mark}", $"has stripes {mark}", App.Flow([App.Template("a", "x")])));
        await shared.Get<WorkflowStore>().Create(new($"Horse {mark}", "has none", App.Flow([App.Template("a", "x")])));

        var page = await visitor.Submit((await visitor.Open("/")).One("main form[role=search]"), new Dictionary<string, string> { ["q"] = $"{words} {mark}" });

        Assert.Equal([$"Zebra {mark}"], page.Texts("#workflows h2"));
        Assert.Equal($"{words} {mark}", page.One("#q").GetAttribute("value"));
    }

    [Theory]
    [InlineData("%")]
    [InlineData("_")]
    [InlineData("\\")]
    public async Task Search_takes_the_signs_of_a_pattern_as_they_are(string sign)
    {
        using var visitor = shared.Visit();
        var mark = Guid.NewGuid().ToString("N");
        await shared.Make($"{mark}{sign}{mark}", [App.Template("a", "x")]);
        await shared.Make($"{mark}-{mark}", [App.Template("a", "x")]);

        var page = await visitor.Open($"/?q={Uri.EscapeDataString(mark + sign)}");

        Assert.Equal([$"{mark}{sign}{mark}"], page.Texts("#workflows h2"));
    }

    [Fact]
    public async Task A_search_that_finds_nothing_says_so_and_leads_back()
    {
        using var visitor = shared.Visit();

        var page = await visitor.Open("/?q=%3Cb%3Enothing");

        Assert.Contains("“<b>nothing”", page.One("#workflows").Words(), StringComparison.Ordinal);
        Assert.Equal("/", page.One("#workflows a").GetAttribute("href"));
    }

    [Fact]
    public async Task More_than_fifty_workflows_are_shown_page_by_page_and_the_search_is_kept()
    {
        using var visitor = shared.Visit();
        var mark = Guid.NewGuid().ToString("N");
        foreach (var number in Enumerable.Range(1, 51))
            await shared.Make($"{mark} {number}", [App.Template("a", "x")]);

        var first = await visitor.Open($"/?q={mark}");
        var second = await visitor.Open(first.One("a[rel=next]").GetAttribute("href")!);
        var back = await visitor.Open(second.One("a[rel=prev]").GetAttribute("href")!);

        Assert.Equal(50, first.All("#workflows h2").Count);
        Assert.Empty(first.All("a[rel=prev]"));
        Assert.Single(second.All("#workflows h2"));
        Assert.Empty(second.All("a[rel=next]"));
        Assert.Empty(first.Texts("#workflows h2").Intersect(second.Texts("#workflows h2")));
        Assert.Equal(first.Texts("#workflows h2"), back.Texts("#workflows h2"));
    }

    [Theory]
    [InlineData("/?page=0")]
    [InlineData("/?page=-5")]
    [InlineData("/?page=2147483647")]
    [InlineData("/?page=99999999999999999999")]
    [InlineData("/?page=abc")]
    public async Task A_page_number_that_makes_no_sense_is_no_error(string address)
    {
        using var visitor = shared.Visit();

        Assert.Equal(HttpStatusCode.OK, (await visitor.Open(address)).Status);
    }

    [Fact]
    public async Task The_list_says_how_and_when_the_last_run_went()
    {
        using var visitor = shared.Visit();
        var name = Guid.NewGuid().ToString();
        var workflow = await shared.Make(name, [App.Node("stop", "fail", new { message = "No." })]);
        var run = await shared.RunToEnd(workflow);

        var page = await visitor.Open($"/?q={name}");

        Assert.Equal($"/runs/{run}", page.One("#workflows .status[data-status=failed]").GetAttribute("href"));
        Assert.Equal(["failed, just now"], page.Texts("#workflows .dots .dot"));
        Assert.True(DateTimeOffset.TryParse(page.One("#workflows time").GetAttribute("datetime"), out _));
    }

    [Fact]
    public async Task The_run_button_in_the_list_leads_to_the_form_that_starts_a_run()
    {
        using var visitor = shared.Visit();
        var name = Guid.NewGuid().ToString();
        var workflow = await shared.Make(name, [App.Template("a", "You said {{prompt}}")]);

        var form = await visitor.Open((await visitor.Open($"/?q={name}")).One("#workflows a.next").GetAttribute("href")!);
        var page = await visitor.Submit(form.Form($"/workflows/{workflow}/runs"), new Dictionary<string, string> { ["prompt"] = "hello" });

        Assert.Equal(HttpStatusCode.SeeOther, page.Redirect);
        Assert.StartsWith("/runs/", page.Address, StringComparison.Ordinal);
        Assert.Contains("You said hello", page.One("#log").Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workflow_that_is_only_a_draft_has_no_run_button()
    {
        using var visitor = shared.Visit();
        var name = Guid.NewGuid().ToString();
        var id = (await shared.Get<WorkflowStore>().Create(new(name, "", """{"nodes": []}"""), asDraft: true)).Id();

        var page = await visitor.Open($"/?q={name}");

        Assert.Empty(page.All($"#workflows a[href$='#run']"));
        Assert.NotEmpty(page.All($"#workflows a[href='/workflows/{id}/edit']"));
    }
}
