using System.Net;
using HtmxFlows.Accounts;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Accounts;
using HtmxFlows.Tests.Api;
using HtmxFlows.Tests.Web;
using HtmxFlows.Triggers;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Triggers;

/// <summary>Workflows as public forms.</summary>
public sealed class PublicFormTests(App app)
{
    const string Inputs = """[{"name": "name", "type": "text", "label": "Your name", "required": true}, {"name": "age", "type": "number"}]""";

    Task<Guid> Make(string slug, object form, string template = "Hello {{trigger.input.name}}") => Make(app, slug, form, template);

    static Task<Guid> Make(App app, string slug, object form, string template) =>
        app.MakeAsking($"Form {slug}", Inputs, [App.Node("form", "form", form), App.Template("say", template, markdown: true)], "form→say");

    [Fact]
    public async Task A_form_starts_a_run_with_its_values_and_thanks()
    {
        var slug = Hooks.Slug();
        var workflow = await Make(slug, new { slug, title = "Ask us", text = "About *everything*.", message = "Thank you, {{trigger.input.name}}." });
        using var visitor = app.Visit();

        var page = await visitor.Open($"/form/{slug}");
        Assert.Equal("Ask us", page.One("h1").Words());
        Assert.Equal("everything", page.One(".markdown em").Words());
        Assert.Empty(page.All("header nav"));
        var missing = await visitor.Submit(page.One("main form"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, missing.Status);
        Assert.Contains("Your name is required.", missing.Main.Words(), StringComparison.Ordinal);
        var sent = await visitor.Submit(missing.One("main form"), new Dictionary<string, string> { ["input.name"] = "Ada <b>", ["input.age"] = "36" });

        Assert.Equal(HttpStatusCode.SeeOther, sent.Redirect);
        Assert.Equal("Thank you, Ada <b>.", sent.One("#sent").Words());
        var run = Assert.Single(app.Get<RunStore>().List(workflow, null, 0, 9));
        await app.End(run.Id);
        Assert.Equal("form", run.Trigger);
        Assert.Equal("Hello Ada <b>", (await visitor.Call($"GET /api/runs/{run.Id}")).Json().Text("result"));
    }

    [Fact]
    public async Task A_form_that_is_sent_twice_starts_one_run()
    {
        var slug = Hooks.Slug();
        var workflow = await Make(slug, new { slug });
        using var visitor = app.Visit();
        var form = (await visitor.Open($"/form/{slug}")).One("main form");
        var values = new Dictionary<string, string> { ["input.name"] = "Ada" };

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => visitor.Submit(form, values)));

        Assert.All(answers, answer => Assert.Equal("Thank you.", answer.One("#sent").Words()));
        Assert.Single(app.Get<RunStore>().List(workflow, null, 0, 9));
        await visitor.Submit((await visitor.Open($"/form/{slug}")).One("main form"), values);
        Assert.Equal(2, app.Get<RunStore>().List(workflow, null, 0, 9).Count);
    }

    [Fact]
    public async Task A_sender_may_wait_for_the_result()
    {
        var slug = Hooks.Slug();
        await app.MakeAsking($"Form {slug}", Inputs, [App.Node("form", "form", new { slug, after = "result" }), App.Node("nap", "wait", new { seconds = "0.3" }), App.Template("say", "**{{run.input.name}}**", markdown: true)], "form→nap", "nap→say");
        using var visitor = app.Visit();

        var sent = await visitor.Submit((await visitor.Open($"/form/{slug}")).One("main form"), new Dictionary<string, string> { ["input.name"] = "Ada" });

        Assert.Contains("Your form is being worked on…", sent.One("#sent").Words(), StringComparison.Ordinal);
        var here = sent.One("#sent").GetAttribute("hx-get")!;
        await Eventually.Equal("Ada", async () => (await visitor.Open(here)).All("#sent .result strong") is [var strong, ..] ? strong.Words() : null);
        Assert.Empty((await visitor.Open(here)).All("#sent a"));
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Open($"/form/{slug}/sent/{Guid.NewGuid()}")).Status);
    }

    [Fact]
    public async Task A_sender_may_be_sent_to_another_page_with_the_values()
    {
        var slug = Hooks.Slug();
        await Make(slug, new { slug, after = "redirect", redirect = "https://example.invalid/thanks?name={{trigger.input.name}}" });
        using var visitor = app.Visit();

        var sent = await visitor.Submit((await visitor.Open($"/form/{slug}")).One("main form"), new Dictionary<string, string> { ["input.name"] = "Ada & Bob" });

        Assert.Equal("0;url=https://example.invalid/thanks?name=Ada%20%26%20Bob", sent.Header("Refresh"));
        Assert.Equal("https://example.invalid/thanks?name=Ada%20%26%20Bob", sent.One("#sent a").GetAttribute("href"));
        Assert.Empty(Nodes.NodeTypes.Problems("form", """{"after": "redirect", "redirect": "https://example.com"}"""));
        Assert.Equal(["redirect: The address begins with https:// or http://."], Nodes.NodeTypes.Problems("form", """{"after": "redirect", "redirect": "javascript:alert(1)"}"""));
        Assert.Equal(["redirect: Give the address of the page."], Nodes.NodeTypes.Problems("form", """{"after": "redirect"}"""));
        Assert.Equal(["slug: The address is a word of 1 to 64 letters, digits, - and _."], Nodes.NodeTypes.Problems("form", """{"slug": "a/b"}"""));
    }

    [Fact]
    public async Task A_flood_of_forms_of_one_sender_is_slowed_down()
    {
        var slug = Hooks.Slug();
        await Make(slug, new { slug });
        using var visitor = app.Visit();
        var values = new Dictionary<string, string> { ["input.name"] = "Ada" };
        for (var form = 0; form < PublicForms.MostSent; form++)
            Assert.Equal(HttpStatusCode.OK, (await visitor.Submit((await visitor.Open($"/form/{slug}")).One("main form"), values)).Status);

        var refused = await visitor.Submit((await visitor.Open($"/form/{slug}")).One("main form"), values);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
        Assert.Contains("very often", refused.One("[role=alert]").Words(), StringComparison.Ordinal);
        Assert.Equal("Ada", refused.One("[name='input.name']").GetAttribute("value"));
    }

    [Fact]
    public async Task An_address_that_is_not_active_does_not_exist()
    {
        var slug = Hooks.Slug();
        var workflow = await Make(slug, new { slug });
        using var visitor = app.Visit();
        Assert.Equal(HttpStatusCode.OK, (await visitor.Open($"/form/{slug}")).Status);

        await app.Get<WorkflowArchive>().Add(workflow, Actor.Anonymous);

        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Open($"/form/{slug}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.Open("/form/nothing")).Status);
    }

    [Fact]
    public async Task A_form_for_users_asks_to_sign_in_and_knows_who_sends_it()
    {
        await using var team = new Team();
        await team.InitializeAsync();
        await Make(team.App, "users", new { slug = "users", signedIn = true, after = "result" }, "From {{trigger.by}}");
        await Make(team.App, "all", new { slug = "all" }, "x");
        using var nobody = team.App.Visit();
        using var vera = await team.Visit(Role.Viewer);

        Assert.Equal("/sign-in?return=%2Fform%2Fusers", (await nobody.Open("/form/users")).Address);
        Assert.Equal("Thank you.", (await nobody.Submit((await nobody.Open("/form/all")).One("main form"), new Dictionary<string, string> { ["input.name"] = "Ada" })).One("#sent").Words());
        var sent = await vera.Submit((await vera.Open("/form/users")).One("main form"), new Dictionary<string, string> { ["input.name"] = "Ada" });
        await Eventually.Equal("From Vera", async () => (await vera.Open(sent.Address)).All("#sent .result") is [var result, ..] ? result.Words() : null);
        Assert.Equal(HttpStatusCode.NotFound, (await nobody.Open(sent.Address)).Status);
    }
}
