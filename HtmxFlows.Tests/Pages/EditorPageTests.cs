using System.Net;
using AngleSharp.Dom;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Web;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Pages;

/// <summary>The editor as somebody without scripts uses it: every link and form as it was rendered.</summary>
public sealed class EditorPageTests(App app)
{
    [Fact]
    public async Task A_workflow_is_built_from_blank_run_published_and_run_again()
    {
        using var visitor = app.Visit();
        var page = await visitor.Submit((await visitor.Open("/workflows/new")).One("main form[method=post]"), Values(("name", "Built by forms")));

        page = await Add(visitor, await visitor.Open(page.One(".empty a").GetAttribute("href")!), "template");
        page = await Save(visitor, page, ("data.label", "Greet"), ("data.template", "Hello {{prompt}}"));
        page = await Add(visitor, await Follow(visitor, page, "Add after"), "compute");
        page = await Save(visitor, page, ("data.label", "Shout"), ("data.sql", "SELECT upper(:template) AS loud"));
        Assert.Equal("Added Compute", (await visitor.Open(page.Address)).One("#undo").GetAttribute("title") is "Changed Shout" ? "Added Compute" : "");

        var tried = await visitor.Submit((await Follow(visitor, page, "Run draft")).Form("handler=Run"), Values(("prompt", "you")));
        await app.End(tried.Id);
        Assert.Contains("HELLO YOU", (await visitor.Open(tried.Address)).One("#log").Words(), StringComparison.Ordinal);

        var publish = await Follow(visitor, page, "Publish");
        var shown = await visitor.Submit(publish.Form("handler=Publish"), Values(("note", "The first"), ("author", "Ada")));
        Assert.Equal("Built by forms", shown.One("h1").Words());
        var run = await visitor.Submit(shown.Form("/runs"), Values(("prompt", "world")));
        await app.End(run.Id);
        Assert.Contains("HELLO WORLD", (await visitor.Open(run.Address)).One("#log").Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_can_be_undone_and_done_again_by_the_buttons()
    {
        using var visitor = app.Visit();
        var workflow = await Greeting("Undone");
        var page = await Save(visitor, await Open(visitor, workflow, "node=greet"), ("data.template", "Bye {{prompt}}"));
        page = await visitor.Submit(page.Form("handler=Delete"));
        Assert.Empty(page.All("#node-greet"));

        page = await visitor.Submit(Form(page, "handler=Undo"));
        Assert.NotEmpty(page.All("#node-greet"));
        page = await visitor.Submit(Form(page, "handler=Undo"));
        Assert.True(page.One("#undo").HasAttribute("disabled"));
        Assert.Contains("nothing has been changed", page.Main.Words(), StringComparison.Ordinal);
        page = await visitor.Submit(Form(page, "handler=Redo"));
        Assert.Equal("Bye {{prompt}}", Field(await Open(visitor, workflow, "node=greet"), "data.template"));
    }

    [Fact]
    public async Task A_change_that_makes_the_flow_longer_than_one_can_be_read_is_refused_and_the_draft_stays()
    {
        using var visitor = app.Visit();
        var workflow = await Greeting("Longer");
        // Each takes two characters in JSON.
        var quotes = new string('"', Flow.LargestJson / 2);

        var refused = await visitor.Submit(Node(await Open(visitor, workflow, "node=greet")), Values(("data.template", quotes)));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("longer than 4 million characters", refused.One("[role=alert]").Words(), StringComparison.Ordinal);
        Assert.Equal("Hello {{prompt}}", Field(await Open(visitor, workflow, "node=greet"), "data.template"));
    }

    [Fact]
    public async Task A_label_is_in_the_history_by_its_beginning()
    {
        using var visitor = app.Visit();
        var page = await Save(visitor, await Open(visitor, await Greeting("Labelled"), "node=greet"), ("data.label", new string('x', 10_000)));

        Assert.Equal($"Changed {new string('x', 192)}…", page.One("#undo").GetAttribute("title"));
    }

    [Fact]
    public async Task A_node_with_problems_says_them_at_its_fields_and_the_draft_is_kept()
    {
        using var visitor = app.Visit();
        var workflow = await Greeting("With problems");

        var page = await Save(visitor, await Open(visitor, workflow, "node=greet"), ("data.template", "{{#if prompt}}"));

        var field = page.One("[name='data.template']");
        Assert.Equal(("true", HttpStatusCode.OK), (field.GetAttribute("aria-invalid"), page.Status));
        Assert.NotEmpty(page.One($"#{field.GetAttribute("aria-describedby")!.Split(' ').Single(id => id.EndsWith("-problem", StringComparison.Ordinal))}").Words());
        Assert.Contains("1 problem", (await Open(visitor, workflow)).Main.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_are_added_filled_and_removed()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Rows", [App.Node("call", "http", new { url = "http://127.0.0.1:1/" })]);
        var page = await Open(visitor, workflow, "node=call");

        page = await visitor.Submit(Node(page), button: "command=add:headers");
        page = await visitor.Submit(Node(page), Values(("data.headers[0].name", "X-A"), ("data.headers[0].value", "1")), "command=add:headers");
        page = await visitor.Submit(Node(page), Values(("data.headers[1].name", "X-B"), ("data.headers[1].value", "2")), "command=remove:headers[0]");

        Assert.Equal("X-B", Field(page, "data.headers[0].name"));
        Assert.Empty(page.All("[name='data.headers[1].name']"));
    }

    [Fact]
    public async Task A_value_of_the_last_run_is_shown_and_put_into_a_field()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Refers", [App.Node("data", "compute", new { sql = "SELECT 'Ada' AS name" }), App.Template("greet", "Hello ")], "data→greet");
        await app.RunToEnd(workflow);

        var page = await visitor.Submit(Node(await Open(visitor, workflow, "node=greet")), button: "command=into:template");
        Assert.Contains("name Ada", page.One("#references").Words(), StringComparison.Ordinal);
        page = await visitor.Submit(Node(page), button: "command=insert:data.name");

        Assert.Equal("Hello {{data.name}}", Field(page, "data.template"));
        Assert.Equal("Hello Ada", page.One("output .value").Words());
        var preview = await visitor.Submit(Preview(page), Values(("data.template", "Bye {{data.name}}")));
        Assert.Equal("Bye Ada", preview.One("span").Words());
        Assert.Empty(preview.All("h1"));
        preview = await visitor.Submit(Preview(page), Values(("data.template", "Bye {{data.name")));
        Assert.NotEmpty(preview.All(".problem"));
    }

    [Fact]
    public async Task A_node_is_tried_alone_on_the_last_run_or_on_what_is_given()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Tried", [App.Node("data", "compute", new { sql = "SELECT 'Ada' AS name" }), App.Template("greet", "Hello {{input.name}}")], "data→greet");
        await app.RunToEnd(workflow);
        var page = await Open(visitor, workflow, "node=greet");

        Assert.Contains("Hello Ada", (await visitor.Submit(Node(page), button: "command=test")).One(".trial-result").Words(), StringComparison.Ordinal);
        var given = await visitor.Submit(Node(page), Values(("given", """{"name": "Ben"}""")), "command=test");
        Assert.Contains("Hello Ben", given.One(".trial-result").Words(), StringComparison.Ordinal);
        var refused = await visitor.Submit(Node(page), Values(("given", "Ben")), "command=test");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("is not JSON", refused.One("[role=alert]").Words(), StringComparison.Ordinal);
        Assert.Single(app.Get<RunStore>().List(workflow, null, 0, 9));
    }

    [Fact]
    public async Task A_trial_changes_nothing_in_the_store()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Stores", [App.Node("keep", "store", new { operation = "put", collection = "trial rules", key = "a", value = "1" })]);

        var page = await visitor.Submit(Node(await Open(visitor, workflow, "node=keep")), button: "command=test");

        Assert.Contains("taken back", page.One(".trial-result").Words(), StringComparison.Ordinal);
        Assert.DoesNotContain("trial rules", (await visitor.Open("/store")).Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pinned_output_counts_in_runs_of_the_draft_alone()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Pinned", [App.Template("dear", "expensive"), App.Template("after", "got {{dear}}")], "dear→after");

        var tried = await visitor.Submit(Node(await Open(visitor, workflow, "node=dear")), Values(("data.template", "pinned {{prompt}}")), "command=test");
        var page = await visitor.Submit(Form(tried, "handler=Pin"));
        Assert.Contains("Pinned output", page.Main.Words(), StringComparison.Ordinal);
        page = await Save(visitor, page, ("data.template", "changed"));

        var draft = await visitor.Submit((await Open(visitor, workflow, "panel=run")).Form("handler=Run"));
        await app.End(draft.Id);
        Assert.Contains("got pinned", (await visitor.Open(draft.Address)).One("#log").Words(), StringComparison.Ordinal);
        await visitor.Submit((await Open(visitor, workflow, "panel=publish")).Form("handler=Publish"));
        var run = await app.RunToEnd(workflow);
        Assert.Contains("got changed", (await visitor.Open($"/runs/{run}")).One("#log").Words(), StringComparison.Ordinal);

        page = await visitor.Submit(Form(await Open(visitor, workflow, "node=dear"), "handler=Pin"));
        Assert.DoesNotContain("Pinned output", page.Main.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_who_change_a_draft_the_second_is_told_sees_both_and_chooses()
    {
        using var anna = app.Visit();
        using var ben = app.Visit();
        var workflow = await Greeting("Two tabs");
        var bens = await Open(ben, workflow, "node=greet");
        await Save(anna, await Open(anna, workflow, "node=greet"), ("data.label", "Of Anna"));

        var conflict = await Save(ben, bens, ("data.template", "Of Ben"));

        Assert.Equal(HttpStatusCode.Conflict, conflict.Status);
        var told = conflict.One("[role=alert]");
        Assert.Contains("Changed Of Anna", told.Words(), StringComparison.Ordinal);
        Assert.NotEmpty(told.QuerySelectorAll("[data-node=greet]"));
        Assert.Contains("Of Ben", told.Words(), StringComparison.Ordinal);
        Assert.Equal("Of Anna", Field(await Open(ben, workflow, "node=greet"), "data.label"));

        var saved = await ben.Submit(told.QuerySelector("form")!);
        Assert.Equal("Of Ben", Field(saved, "data.template"));
    }

    [Fact]
    public async Task Nodes_are_renamed_connected_disconnected_and_deleted()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Wired", [App.Template("a", "x"), App.Template("b", "{{a}}"), App.Template("c", "{{b}}")], "a→b", "b→c");

        var page = await visitor.Submit(Form(await Open(visitor, workflow, "node=a"), "handler=Rename"), Values(("to", "start")));
        Assert.Equal("{{start}}", Field(await Open(visitor, workflow, "node=b"), "data.template"));
        page = await visitor.Submit(Form(page, "handler=Connect"), Values(("target", "c")));
        Assert.Contains("then Label of c", page.One(".ways").Words(), StringComparison.Ordinal);
        var edge = page.All(".ways a").Last(link => link.GetAttribute("href")!.Contains("edge=", StringComparison.Ordinal));
        page = await visitor.Submit(Form(await visitor.Open(edge.GetAttribute("href")!), "handler=Disconnect"));
        Assert.DoesNotContain("then Label of c", page.One(".ways").Words(), StringComparison.Ordinal);
        page = await visitor.Submit(Form(await Open(visitor, workflow, "node=b"), "handler=Delete"));
        Assert.Contains("Label of a", (await Open(visitor, workflow, "node=c")).One(".ways").Words(), StringComparison.Ordinal);
        var refused = await visitor.Submit(Form(await Open(visitor, workflow, "node=start"), "handler=Rename"), Values(("to", "c")));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("already", refused.One("[role=alert]").Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_nodes_are_duplicated_copied_to_another_workflow_and_moved_into_one_of_their_own()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Several", [App.Template("a", "x {{prompt}}"), App.Template("b", "y {{a}}"), App.Template("c", "z {{b}}")], "a→b", "b→c");
        var other = await Greeting("Pasted into");

        var page = await Open(visitor, workflow, "panel=nodes");
        page = await visitor.Submit(Choosing(page), Values(("nodes", "a")), "Duplicate");
        Assert.NotEmpty(page.All("#node-a2"));

        var copied = await visitor.Submit(Choosing(await Open(visitor, workflow, "panel=nodes")), Values(("nodes", "b")), "Copy as JSON");
        var pasted = await visitor.Submit((await Open(visitor, other, "add=alone")).Form("handler=Paste"), Values(("json", copied.One("#copied").TextContent)));
        Assert.NotEmpty(pasted.All("#node-b"));

        page = await visitor.Submit(Choosing(await Open(visitor, workflow, "panel=nodes")), Values(("nodes", "b"), ("name", "The moved part")), "Move");
        Assert.Empty(page.All("#node-b"));
        await visitor.Submit((await Open(visitor, workflow, "panel=publish")).Form("handler=Publish"));
        var run = await app.RunToEnd(workflow, "it");
        Assert.Contains("z y x it", (await visitor.Open($"/runs/{run}")).One("#log").Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_workflow_has_its_name_inputs_and_limit_from_its_settings()
    {
        using var visitor = app.Visit();
        var workflow = await Greeting("Settings");
        var page = await Open(visitor, workflow, "panel=settings");

        page = await visitor.Submit(page.Form("handler=Settings"), button: "command=add:inputs");
        page = await visitor.Submit(page.Form("handler=Settings"),
            Values(("name", "Set"), ("flow.inputs[0].name", "city"), ("flow.inputs[0].type", "text"), ("flow.concurrency.limit", "2")));
        Assert.Equal("city", Field(page, "flow.inputs[0].name"));
        var shown = await visitor.Submit((await Open(visitor, workflow, "panel=publish")).Form("handler=Publish"));

        Assert.Equal("Set", shown.One("h1").Words());
        Assert.NotEmpty(shown.All("[name='input.city']"));
        Assert.Equal(2, app.Get<WorkflowStore>().Concurrency(workflow)!.Limit);
    }

    [Fact]
    public async Task Who_published_past_the_editor_is_shown_before_a_version_comes_after_his()
    {
        using var visitor = app.Visit();
        var workflow = await Greeting("Past");
        await Save(visitor, await Open(visitor, workflow, "node=greet"), ("data.template", "mine"));
        var publish = await Open(visitor, workflow, "panel=publish");
        await app.Get<WorkflowStore>().Update(workflow, 1, new("Past", "", App.Flow([App.Template("theirs", "x")])));

        var refused = await visitor.Submit(publish.Form("handler=Publish"));
        Assert.Equal(HttpStatusCode.Conflict, refused.Status);
        Assert.Contains("Somebody published version 2 meanwhile", refused.Main.Words(), StringComparison.Ordinal);
        Assert.NotEmpty((await visitor.Open($"/workflows/{workflow}")).All("#node-theirs"));

        var shown = await visitor.Submit(refused.Form("handler=Publish"));
        Assert.Equal("Version 3", shown.One("#picture-heading").Words());
    }

    [Fact]
    public async Task A_version_says_what_was_said_of_it_and_is_restored_into_the_draft()
    {
        using var visitor = app.Visit();
        var workflow = await Greeting("Restored");
        await Save(visitor, await Open(visitor, workflow, "node=greet"), ("data.template", "Bye"));
        var publish = await Open(visitor, workflow, "panel=publish");
        Assert.Contains("1 node changed", publish.One("#panel summary").Words(), StringComparison.Ordinal);
        await visitor.Submit(publish.Form("handler=Publish"), Values(("note", "Says farewell"), ("author", "Ada")));
        Assert.Contains("Says farewell by Ada", (await visitor.Open($"/workflows/{workflow}/versions")).One(".versions").Words(), StringComparison.Ordinal);

        var page = await visitor.Submit(Form(await visitor.Open($"/workflows/{workflow}/versions/1"), "handler=Restore"));

        Assert.Equal("Restored version 1", page.One("#undo").GetAttribute("title"));
        Assert.Equal("Hello {{prompt}}", Field(await Open(visitor, workflow, "node=greet"), "data.template"));
        Assert.Equal(2, app.Get<WorkflowStore>().Newest(workflow));
    }

    [Theory, InlineData("panel=bogus"), InlineData("add=bogus")]
    public async Task A_part_of_the_editor_that_there_is_not_is_400(string query)
    {
        using var visitor = app.Visit();
        Assert.Equal(HttpStatusCode.BadRequest, (await Open(visitor, await Greeting("Bogus"), query)).Status);
    }

    [Theory]
    [InlineData("handler=Add", "type=nonsense")]
    [InlineData("handler=Add&add=after&to=gone", "type=template")]
    [InlineData("handler=Disconnect", "edge=gone")]
    [InlineData("handler=Connect&node=greet", "target=gone")]
    [InlineData("handler=Rename&node=gone", "to=x")]
    [InlineData("handler=Delete", "nodes=gone")]
    [InlineData("handler=Duplicate", "nodes=gone")]
    [InlineData("handler=Duplicate", "")]
    [InlineData("handler=Copy", "")]
    [InlineData("handler=Paste", "json=[")]
    [InlineData("handler=Pin&node=greet", "output={")]
    [InlineData("handler=Node&node=gone", "data.label=x")]
    [InlineData("handler=Restore", "version=7")]
    [InlineData("handler=MoveOut", "nodes=greet")]
    [InlineData("handler=Settings", "name=")]
    public async Task What_cannot_be_done_is_told_with_a_sentence_and_changes_nothing(string address, string field)
    {
        using var visitor = app.Visit();
        var workflow = await Greeting("Refuses");
        var token = (await Open(visitor, workflow)).All("input[name=__RequestVerificationToken]")[0].GetAttribute("value")!;
        var fields = Values(("revision", "0"), ("__RequestVerificationToken", token));
        if (field.Split('=', 2) is [var name, var value])
            fields[name] = value;

        var page = await visitor.Send(new(HttpMethod.Post, $"/workflows/{workflow}/edit?{address}") { Content = new FormUrlEncodedContent(fields) });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.EndsWith(".", page.One("[role=alert]").Words(), StringComparison.Ordinal);
        Assert.Equal(0, app.Get<DraftStore>().Find(workflow)!.Revision);
    }

    Task<Guid> Greeting(string name) => app.Make(name, [App.Template("greet", "Hello {{prompt}}")]);

    static Task<Page> Open(Visitor visitor, Guid workflow, string query = "") => visitor.Open($"/workflows/{workflow}/edit?{query}".TrimEnd('?'));

    [Theory]
    [InlineData("into")]
    [InlineData("at")]
    [InlineData("node")]
    public async Task The_address_that_a_form_leads_to_stays_short_whatever_was_sent(string field)
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Short address", [App.Template("a", "x")]);
        var token = (await visitor.Open($"/workflows/{workflow}/edit?panel=nodes")).All("input[name=__RequestVerificationToken]")[0].GetAttribute("value")!;
        var sent = new Dictionary<string, string> { ["__RequestVerificationToken"] = token, ["revision"] = "0", ["nodes"] = "a", [field] = new('x', 20_000) };

        var page = await visitor.Send(new(HttpMethod.Post, $"/workflows/{workflow}/edit?handler=Duplicate") { Content = new FormUrlEncodedContent(sent) });

        Assert.Equal((HttpStatusCode.OK, true), (page.Status, page.Redirect is not null));
        Assert.InRange(page.Address.Length, 1, 1000);
    }

    static async Task<Page> Follow(Visitor visitor, Page page, string link) => await visitor.Open(page.All("main a").First(one => one.Words() == link).GetAttribute("href")!);

    static Task<Page> Add(Visitor visitor, Page page, string type) => visitor.Submit(page.One("#types"), button: $"type={type}");

    static Task<Page> Save(Visitor visitor, Page page, params (string, string)[] values) => visitor.Submit(Node(page), Values(values), "command=save");

    static IElement Node(Page page) => page.One("#node-form");

    static IElement Choosing(Page page) => page.One("form:has([name=nodes])");

    static IElement Form(Page page, string handler) => page.One($"form[action*='{handler}']");

    /// <summary>The node's form, sent where htmx sends it while a field is written.</summary>
    static IElement Preview(Page page)
    {
        var form = (IElement)Node(page).Clone();
        var field = page.One("[name='data.template']");
        form.SetAttribute("action", field.GetAttribute("hx-post")!);
        var named = page.Document.CreateElement("input");
        named.SetAttribute("name", "field");
        named.SetAttribute("value", "data.template");
        form.AppendChild(named);
        return form;
    }

    static string? Field(Page page, string name) => page.One($"[name='{name}']") is { LocalName: "textarea" } text ? text.TextContent.TrimStart('\n') : page.One($"[name='{name}']").GetAttribute("value");

    static Dictionary<string, string> Values(params (string Name, string Value)[] values) => values.ToDictionary(pair => pair.Name, pair => pair.Value);
}
