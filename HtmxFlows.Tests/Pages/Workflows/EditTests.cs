using System.Net;
using HtmxFlows.Tests.Web;
using HtmxFlows.Workflows;
using static HtmxFlows.Tests.Pages.Workflows.Editing;

namespace HtmxFlows.Tests.Pages.Workflows;

public sealed class EditTests(App app)
{
    [Fact]
    public async Task A_workflow_is_built_from_blank_run_published_and_run_again()
    {
        using var visitor = app.Visit();
        var page = await visitor.Submit((await visitor.Open("/workflows/new")).One("main form[method=post]"), Values(("name", "Built by forms")));

        page = await visitor.Add(await visitor.Open(page.One(".empty a").GetAttribute("href")!), "template");
        page = await visitor.Save(page, ("data.label", "Greet"), ("data.template", "Hello {{prompt}}"));
        page = await visitor.Add(await visitor.Follow(page, "Add after"), "compute");
        page = await visitor.Save(page, ("data.label", "Shout"), ("data.sql", "SELECT upper(:template) AS loud"));
        Assert.Equal("Undo: Changed Shout", (await visitor.Open(page.Address)).One("#undo-change").Words());

        var tried = await visitor.Submit((await visitor.Follow(page, "Run draft")).Draft("runs"), Values(("prompt", "you")));
        await app.End(tried.Id);
        Assert.Contains("HELLO YOU", (await visitor.Open(tried.Address)).One("#log").Words(), StringComparison.Ordinal);

        var publish = await visitor.Follow(page, "Publish");
        var shown = await visitor.Submit(publish.Draft("publication"), Values(("note", "The first"), ("author", "Ada")));
        Assert.Equal("Built by forms", shown.One("h1").Words());
        var run = await visitor.Submit(shown.Form("/runs"), Values(("prompt", "world")));
        await app.End(run.Id);
        Assert.Contains("HELLO WORLD", (await visitor.Open(run.Address)).One("#log").Words(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("panel=bogus")]
    [InlineData("add=bogus")]
    public async Task An_unknown_panel_is_400(string query)
    {
        using var visitor = app.Visit();
        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.Edit(await app.MakeGreeting("Bogus"), query)).Status);
    }

    [Fact]
    public async Task The_head_counts_the_changes_since_the_published_version()
    {
        using var visitor = app.Visit();
        var workflow = await app.MakeGreeting("Counted");
        Assert.Equal("Saved · published as version 1, no changes", (await visitor.Edit(workflow)).One("#saved").Words());

        var page = await visitor.Save(await visitor.Edit(workflow, "node=greet"), ("data.template", "Bye"));
        Assert.Matches(@"^Saved \d\d:\d\d UTC\S* · 1 change since version 1$", page.One("#saved").Words());
        await visitor.Add(await visitor.Edit(workflow, "add=after&to=greet"), "template");

        Assert.EndsWith("· 3 changes since version 1", (await visitor.Edit(workflow)).One("#saved").Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_is_the_main_action_while_there_is_something_to_publish()
    {
        using var visitor = app.Visit();
        var workflow = await app.MakeGreeting("Main action");
        Assert.Empty((await visitor.Edit(workflow)).All("#saved.publishable"));

        var changed = await visitor.Save(await visitor.Edit(workflow, "node=greet"), ("data.template", "Bye"));

        Assert.NotEmpty(changed.All("#saved.publishable"));
    }

    [Fact]
    public async Task A_change_keeps_how_the_diagram_is_shown()
    {
        using var visitor = app.Visit();

        var page = await visitor.Save(await visitor.Edit(await app.MakeGreeting("Outlined"), "node=greet&view=outline&find=greet"), ("data.label", "Hi"));

        Assert.Equal(HttpStatusCode.SeeOther, page.Redirect);
        Assert.NotEmpty(page.All(".outline"));
        Assert.Equal("greet", page.One("#find").GetAttribute("value"));
    }

    [Fact]
    public async Task A_refused_change_shows_the_editor_whose_links_lead_to_the_editor()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Refused links", [App.Template("greet", "x"), App.Template("other", "x")]);

        var page = await visitor.Submit((await visitor.Edit(workflow, "node=greet")).Draft("nodes/greet/id"), Values(("to", "other")));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Equal($"/workflows/{workflow}/edit?node=greet", page.Header("HX-Push-Url"));
        Assert.Equal($"/workflows/{workflow}/edit?node=greet&view=outline", page.One("#picture-as-text").GetAttribute("href"));
        Assert.NotEmpty(page.Node().QuerySelectorAll("[name='data.template']"));
    }

    [Theory]
    [InlineData("undo", "")]
    [InlineData("addition", "add=alone")]
    [InlineData("extraction", "panel=nodes")]
    [InlineData("publication", "panel=publish")]
    [InlineData("runs", "panel=run")]
    [InlineData("settings", "panel=settings")]
    [InlineData("nodes/greet", "node=greet")]
    [InlineData("nodes/greet/trial", "node=greet")]
    [InlineData("nodes/greet/replacement", "node=greet&panel=replace")]
    public async Task The_address_of_a_form_leads_to_its_panel(string resource, string query)
    {
        using var visitor = app.Visit();
        var workflow = await app.MakeGreeting("Led to");

        var page = await visitor.Open($"/workflows/{workflow}/draft/{resource}");

        Assert.Equal((HttpStatusCode.SeeOther, $"/workflows/{workflow}/edit?{query}".TrimEnd('?')), (page.Redirect, page.Address));
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("a%2Fb")]
    [InlineData("ä ö?#&")]
    [InlineData("fetchOrders")]
    public async Task A_node_with_any_id_is_changed_by_its_form(string id)
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Any id", [App.Template(id, "x")]);

        var page = await visitor.Save(await visitor.Edit(workflow, $"node={Uri.EscapeDataString(id)}"), ("data.template", "changed"));

        Assert.Equal((HttpStatusCode.OK, "changed"), (page.Status, page.Field("data.template")));
    }

    [Theory]
    [InlineData("addition", "type=nonsense")]
    [InlineData("addition", "type=template&add=after&to=gone")]
    [InlineData("edges", "source=greet&target=gone")]
    [InlineData("edges/removal", "edge=gone")]
    [InlineData("nodes/gone", "data.label=x")]
    [InlineData("nodes/gone/id", "to=x")]
    [InlineData("nodes/gone/rows", "list=headers")]
    [InlineData("nodes/gone/rows/removal", "row=headers[0]")]
    [InlineData("nodes/gone/references", "into=template&path=prompt")]
    [InlineData("nodes/gone/replacement", "type=compute")]
    [InlineData("nodes/greet/replacement", "type=nonsense")]
    [InlineData("nodes/greet/curl", "command=curl https://example.com")]
    [InlineData("nodes/gone/trial", "")]
    [InlineData("nodes/greet/pin", "output={")]
    [InlineData("removal", "nodes=gone")]
    [InlineData("duplication", "nodes=gone")]
    [InlineData("duplication", "")]
    [InlineData("copy", "")]
    [InlineData("insertion", "json=[")]
    [InlineData("restoration", "version=7")]
    [InlineData("extraction", "nodes=greet")]
    [InlineData("settings", "name=")]
    [InlineData("undo", "")]
    [InlineData("redo", "")]
    public async Task A_change_that_cannot_be_made_is_422_with_a_sentence_and_changes_nothing(string resource, string fields)
    {
        using var visitor = app.Visit();
        var workflow = await app.MakeGreeting("Refuses");

        var page = await Post(visitor, workflow, resource, fields, "0");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.EndsWith(".", page.One("[role=alert]").Words(), StringComparison.Ordinal);
        Assert.Equal(0, app.Get<DraftStore>().Find(workflow)!.Revision);
    }

    [Theory]
    [InlineData("addition", "type=template")]
    [InlineData("edges", "source=greet&target=greet")]
    [InlineData("edges/removal", "edge=e1")]
    [InlineData("nodes/greet", "data.label=x")]
    [InlineData("nodes/greet/id", "to=x")]
    [InlineData("nodes/greet/rows", "data.label=x&list=headers")]
    [InlineData("nodes/greet/trial", "data.label=x")]
    [InlineData("nodes/greet/pin", "output={}")]
    [InlineData("removal", "nodes=greet")]
    [InlineData("duplication", "nodes=greet")]
    [InlineData("extraction", "nodes=greet&name=Never")]
    [InlineData("settings", "name=x")]
    [InlineData("settings/rows", "name=x&list=inputs")]
    [InlineData("publication", "")]
    [InlineData("undo", "")]
    [InlineData("redo", "")]
    public async Task A_change_of_a_draft_that_has_changed_meanwhile_is_409_and_changes_nothing(string resource, string fields)
    {
        using var visitor = app.Visit();
        var workflow = await app.MakeGreeting("Conflicts");

        var page = await Post(visitor, workflow, resource, fields, "7");

        Assert.Equal(HttpStatusCode.Conflict, page.Status);
        Assert.Contains("Someone else edited this draft", page.All("[role=alert]")[0].Words(), StringComparison.Ordinal);
        Assert.Equal((0, 1), (app.Get<DraftStore>().Find(workflow)!.Revision, app.Get<WorkflowStore>().Find(workflow)!.Latest));
    }

    [Theory]
    [InlineData("addition", "type=template")]
    [InlineData("nodes/greet", "data.label=x")]
    [InlineData("nodes/greet/trial", "")]
    [InlineData("nodes/greet/preview", "")]
    [InlineData("extraction", "nodes=greet&name=Never")]
    [InlineData("copy", "nodes=greet")]
    [InlineData("json", "name=x&flow={}")]
    [InlineData("publication", "")]
    [InlineData("runs", "")]
    [InlineData("undo", "")]
    public async Task A_change_of_a_deleted_workflow_is_404(string resource, string fields)
    {
        using var visitor = app.Visit();
        Assert.Equal(HttpStatusCode.NotFound, (await Post(visitor, Guid.NewGuid(), resource, fields, "0")).Status);
    }

    [Theory]
    [InlineData("undo", "revision")]
    [InlineData("addition", "add")]
    [InlineData("publication", "over")]
    public async Task A_form_with_a_value_that_cannot_be_read_is_400(string resource, string field)
    {
        using var visitor = app.Visit();
        var workflow = await app.MakeGreeting("Incomplete");

        var page = await Post(visitor, workflow, resource, field == "revision" ? "" : $"{field}=x", field == "revision" ? "x" : "0");

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Contains("The form is incomplete.", page.One("[role=alert]").Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_that_a_form_leads_to_stays_short_whatever_was_sent()
    {
        using var visitor = app.Visit();
        var workflow = await app.MakeGreeting("Short address");

        var page = await Post(visitor, workflow, "nodes/greet/rows", $"data.label=x&list={new string('x', 20_000)}", "0");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.SeeOther), (page.Status, page.Redirect));
        Assert.InRange(page.Address.Length, 1, 1000);
    }

    static async Task<Page> Post(Visitor visitor, Guid workflow, string resource, string fields, string revision)
    {
        var sent = fields.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(field => field.Split('=', 2)).Select(pair => KeyValuePair.Create(pair[0], pair[1]))
            .Append(new("revision", revision)).Append(new("__RequestVerificationToken", await visitor.Token()));
        return await visitor.Send(new(HttpMethod.Post, $"/workflows/{workflow}/draft/{resource}") { Content = new FormUrlEncodedContent(sent) });
    }
}
