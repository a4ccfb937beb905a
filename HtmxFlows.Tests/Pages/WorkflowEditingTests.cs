using System.Net;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Runs;
using HtmxFlows.Tests.Web;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Pages;

public sealed class WorkflowEditingTests(App app)
{
    const string Empty = """{"nodes": []}""";

    [Fact]
    public async Task A_new_workflow_is_blank_and_opens_in_the_editor()
    {
        using var visitor = app.Visit();

        var page = await visitor.Submit(Form(await visitor.Open("/workflows/new")), new Dictionary<string, string> { ["name"] = "  Mine ", ["description"] = "What it is for" });

        Assert.EndsWith("/edit", page.Address, StringComparison.Ordinal);
        Assert.Equal("Edit Mine", page.One("h1").Words());
        Assert.Contains("Add the first node", page.Main.Words(), StringComparison.Ordinal);
        var shown = await visitor.Open(page.Address[..^"/edit".Length]);
        Assert.Contains("What it is for", shown.Main.Words(), StringComparison.Ordinal);
        Assert.Contains("Not published yet", shown.Main.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_is_what_the_editor_has_of_the_other()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Copied from", [App.Template("a", "x")]);
        var asked = await visitor.Open($"/workflows/new?copy={workflow}");
        Assert.Equal("Copied from (copy)", asked.One("input[name=name]").GetAttribute("value"));
        var drafts = app.Get<DraftStore>();
        await drafts.Save(drafts.Find(workflow)!, new("Copied from", "", App.Flow([App.Template("b", "x")])), "Renamed a");

        var page = await visitor.Submit(Form(asked));

        Assert.NotEqual(workflow.ToString(), page.Address.Split('/')[2]);
        Assert.NotEmpty(page.All("#node-b"));
    }

    [Theory]
    [InlineData("", "", "Enter a name.")]
    [InlineData("Copied", "0198c000-0000-7000-8000-000000000000", "The workflow to copy was deleted")]
    public async Task A_new_workflow_that_cannot_be_made_is_refused_with_a_sentence(string name, string copy, string sentence)
    {
        using var visitor = app.Visit();

        var page = await visitor.Submit(Form(await visitor.Open("/workflows/new")), new Dictionary<string, string> { ["name"] = name, ["copy"] = copy });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Contains(sentence, page.One("[role=alert]").Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_copy_of_nothing_is_not_found()
    {
        using var visitor = app.Visit();
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Open($"/workflows/new?copy={Guid.NewGuid()}")).Status);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_said_at_once_where_it_is_and_what_was_written_is_kept()
    {
        using var visitor = app.Visit();
        var flow = App.Flow(
            [
                App.Node("empty", "template", new { }),
                App.Template("broken", "{{#if prompt}}"), App.Template("ahead", "{{nobody}}"),
                App.Node("slow", "template", new { template = "x", settings = new { retries = -1 } }),
            ],
            "empty.sideways→broken");

        var page = await Import(visitor, "", flow);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Equal(flow, page.One("textarea[name=json]").TextContent.TrimStart('\n'));
        Assert.Equal(
            ["//name", "/e1/", "ahead//template", "broken//template", "empty//template", "slow//settings.retries"],
            Problems(page).Order(StringComparer.Ordinal));
        Assert.Equal("6 problems", page.One("[role=alert] h2").Words());
    }

    [Fact]
    public async Task A_circle_is_named()
    {
        using var visitor = app.Visit();
        var flow = App.Flow([App.Template("a", "x"), App.Template("b", "x")], "a→b", "b→a");

        var page = await Import(visitor, "Round", flow);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Contains("Label of a → Label of b → Label of a", page.One("[role=alert]").Words(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "Not valid JSON")]
    [InlineData("", "paste JSON")]
    [InlineData("[]", "JSON object")]
    [InlineData("null", "JSON object")]
    [InlineData("""{"nodes": [], "nodes": []}""", "Not valid JSON")]
    [InlineData("""{"nodes": 7}""", "nodes is not a list")]
    public async Task A_flow_that_cannot_be_read_is_refused_with_a_sentence(string flow, string sentence)
    {
        using var visitor = app.Visit();

        var page = await Import(visitor, "Unreadable", flow);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Contains(sentence, page.One("[role=alert]").Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_is_kept_with_its_problems_and_cannot_run()
    {
        using var visitor = app.Visit();

        var page = await KeepAsDraft(visitor, "Not yet", Empty);

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("The workflow is empty", page.One("[role=alert]").Words(), StringComparison.Ordinal);
        Assert.Empty(page.All("form.prompt"));
        Assert.Contains("no version that can run", (await app.Get<RunSupervisor>().Start(new(page.Id, "", RunTrigger.Form))).Problem(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", Empty)]
    [InlineData("Named", "{")]
    public async Task A_draft_needs_a_name_and_JSON(string name, string flow)
    {
        using var visitor = app.Visit();

        var page = await KeepAsDraft(visitor, name, flow);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.NotEmpty(Problems(page));
    }

    [Fact]
    public async Task A_change_of_the_flow_makes_a_version_and_a_run_stays_with_the_one_it_began_with()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Versions", [App.Template("a", "first")]);
        var run = await app.RunToEnd(workflow);

        await Write(visitor, workflow, App.Flow([App.Template("b", "second")]));
        Assert.Equal("Version 1", (await visitor.Open($"/workflows/{workflow}")).One("#picture-heading").Words());
        var page = await Publish(visitor, workflow);

        Assert.Equal($"/workflows/{workflow}", page.Address);
        Assert.Equal("Version 2", page.One("#picture-heading").Words());
        Assert.NotEmpty(page.All("#node-b"));
        Assert.NotEmpty((await visitor.Open($"/runs/{run}")).All("#node-a"));
    }

    [Fact]
    public async Task Publishing_another_name_makes_no_version()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Unchanged", [App.Template("a", "x")]);

        await visitor.Submit(Form(await visitor.Open($"/workflows/{workflow}/draft/json")), Values(name: "Renamed"));
        var page = await Publish(visitor, workflow);

        Assert.Equal("Renamed", page.One("h1").Words());
        Assert.Equal("Version 1", page.One("#picture-heading").Words());
    }

    [Fact]
    public async Task An_imported_workflow_that_is_saved_without_a_change_has_no_draft()
    {
        using var visitor = app.Visit();
        var made = (await app.Get<WorkflowStore>().Create(new("Imported", "", "{\n  \"nodes\": [\n    " + App.Template("a", "x") + "\n  ]\n}"))).Id();

        await visitor.Submit(Form(await visitor.Open($"/workflows/{made}/draft/json")));

        Assert.Equal(0, app.Get<DraftStore>().Find(made)!.Revision);
    }

    [Fact]
    public async Task The_second_of_two_changes_of_the_same_JSON_is_a_conflict_and_neither_text_is_lost()
    {
        using var anna = app.Visit();
        using var ben = app.Visit();
        var workflow = await app.Make("Shared", [App.Template("a", "x")]);
        var bens = await ben.Open($"/workflows/{workflow}/draft/json");
        var mine = App.Flow([App.Template("ben", "x")]);

        await Write(anna, workflow, App.Flow([App.Template("anna", "x")]));
        var conflict = await ben.Submit(Form(bens), Values(flow: mine));

        Assert.Equal(HttpStatusCode.Conflict, conflict.Status);
        Assert.Contains("Changed as JSON", conflict.One("[role=alert]").Words(), StringComparison.Ordinal);
        Assert.Equal(mine, conflict.One("textarea[name=flow]").TextContent.TrimStart('\n'));
        Assert.NotEmpty((await ben.Open($"/workflows/{workflow}/edit")).All("#node-anna"));

        var saved = await ben.Submit(Form(conflict));

        Assert.NotEmpty(saved.All("#node-ben"));
        // What Anna wrote is one step back.
        Assert.NotEmpty((await ben.Submit(saved.Form("/draft/undo"))).All("#node-anna"));
    }

    [Fact]
    public async Task A_draft_may_have_problems_and_is_not_published_with_them()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Safe", [App.Template("a", "x")]);

        var page = await Write(visitor, workflow, Empty);
        var refused = await visitor.Open($"/workflows/{workflow}/edit?panel=publish");

        Assert.EndsWith("/edit", page.Address, StringComparison.Ordinal);
        Assert.Contains("Fix these problems to publish.", refused.Main.Words(), StringComparison.Ordinal);
        Assert.Empty(refused.All("form[action$='/draft/publication']"));
        Assert.Equal(1, app.Get<WorkflowStore>().Find(workflow)!.Latest);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("Named", "{")]
    public async Task A_draft_as_JSON_needs_a_name_and_JSON(string name, string? flow)
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Readable", [App.Template("a", "x")]);

        var page = await visitor.Submit(Form(await visitor.Open($"/workflows/{workflow}/draft/json")), Values(name: name, flow: flow));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.NotEmpty(Problems(page));
        Assert.Equal(0, app.Get<DraftStore>().Find(workflow)!.Revision);
    }

    [Fact]
    public async Task Deleting_asks_first_and_looking_changes_nothing()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Doomed", [App.Endless()]);
        var run = await app.Start(workflow);

        var question = await visitor.Open($"/workflows/{workflow}/delete");
        Assert.Contains("1 unfinished run", question.Main.Words(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await visitor.Open($"/workflows/{workflow}")).Status);
        Assert.Equal("waiting", app.Get<RunStore>().Find(run)!.Status);

        var gone = await visitor.Submit(question.Form("/delete"));

        Assert.Equal("/", gone.Address);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Open($"/workflows/{workflow}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Open($"/runs/{run}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Submit(question.Form("/delete"))).Status);
    }

    [Fact]
    public async Task Markup_in_names_descriptions_labels_and_types_is_shown_as_text()
    {
        using var visitor = app.Visit();
        const string Markup = "<img src=x onerror=alert(1)>\"'<script>alert(1)</script>";
        var flow = App.Flow([App.Node("a", "template", new { label = Markup, template = "x" }), App.Node("b", Markup, new { })]);
        var id = (await app.Get<WorkflowStore>().Create(new(Markup, Markup, flow), asDraft: true)).Id();
        var page = await visitor.Open($"/workflows/{id}");

        foreach (var address in new[] { page.Address, $"{page.Address}/edit", $"{page.Address}/draft/json", $"{page.Address}/edit?node=a", $"{page.Address}/delete", "/?q=onerror" })
        {
            var shown = await visitor.Open(address);
            Assert.Equal(HttpStatusCode.OK, shown.Status);
            Assert.Empty(shown.All("main img, main script, [onerror]"));
        }
        Assert.Equal(Markup, page.One("h1").TextContent.Trim());
        Assert.Equal(Markup, page.All(".picture svg a .label")[0].TextContent.Trim());
    }

    /// <summary>Imports a flow with problems, and saves it as a draft.</summary>
    static async Task<Page> KeepAsDraft(Visitor visitor, string name, string flow)
    {
        var told = await Import(visitor, name, flow);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, told.Status);
        return await visitor.Submit(Form(told), new Dictionary<string, string> { ["name"] = name, ["json"] = flow }, button: "draft");
    }

    static async Task<Page> Import(Visitor visitor, string name, string flow) =>
        await visitor.Submit(Form(await visitor.Open("/workflows/import")), new Dictionary<string, string> { ["name"] = name, ["json"] = flow });

    /// <summary>Changes the draft of a workflow as JSON.</summary>
    static async Task<Page> Write(Visitor visitor, Guid workflow, string flow) =>
        await visitor.Submit(Form(await visitor.Open($"/workflows/{workflow}/draft/json")), Values(flow: flow));

    static async Task<Page> Publish(Visitor visitor, Guid workflow) =>
        await visitor.Submit((await visitor.Open($"/workflows/{workflow}/edit?panel=publish")).Form("/draft/publication"));

    static AngleSharp.Dom.IElement Form(Page page) => page.One("main form[method=post]");

    static Dictionary<string, string> Values(string? name = null, string? description = null, string? flow = null) =>
        new[] { ("name", name), ("description", description), ("flow", flow) }.Where(field => field.Item2 is not null).ToDictionary(field => field.Item1, field => field.Item2!);

    static IEnumerable<string> Problems(Page page) => page.All("[role=alert] li")
        .Select(problem => $"{problem.GetAttribute("data-node")}/{problem.GetAttribute("data-edge")}/{problem.GetAttribute("data-field")}");
}
