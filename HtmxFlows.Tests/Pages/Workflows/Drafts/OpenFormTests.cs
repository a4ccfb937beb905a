using HtmxFlows.Tests.Web;
using HtmxFlows.Workflows;
using static HtmxFlows.Tests.Pages.Workflows.Editing;

namespace HtmxFlows.Tests.Pages.Workflows.Drafts;

/// <summary>Without scripts, every way out of a form submits it.</summary>
public sealed class OpenFormTests(App app)
{
    [Theory]
    [InlineData("nodes/greet/id")]
    [InlineData("nodes/greet/disabled")]
    [InlineData("duplication")]
    [InlineData("edges?")]
    [InlineData("copy")]
    public async Task A_button_beside_the_form_saves_it_first(string resource)
    {
        using var visitor = app.Visit();
        var workflow = await Make("Left by a button");
        var page = await visitor.Edit(workflow, "node=greet");

        await visitor.Submit(page.Draft(resource), Values(("data.template", "Typed")));

        Assert.Contains("\"template\": \"Typed\"", app.Get<DraftStore>().Find(workflow)!.Content.Flow, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Undo_undoes_what_is_typed_and_redo_brings_it_back()
    {
        using var visitor = app.Visit();
        var workflow = await Make("Typed and undone");
        var page = await visitor.Edit(workflow, "node=greet");
        page = await visitor.Submit(page.Draft("nodes/greet/disabled"), button: "Disable");

        page = await visitor.Submit(page.Draft("undo"), Values(("data.template", "Typed")));
        Assert.Equal("Hello {{prompt}}", page.Field("data.template"));
        page = await visitor.Submit(page.Draft("redo"));

        Assert.Equal("Typed", page.Field("data.template"));
    }

    [Theory]
    [InlineData("node=greet", "node-form")]
    [InlineData("panel=settings", "settings-form")]
    public async Task Every_link_and_form_of_the_editor_submits_the_open_form(string query, string form)
    {
        using var visitor = app.Visit();
        var page = await visitor.Edit(await Make("All ways out"), query);

        Assert.All(page.All("#editor-head a[href*='/workflows/'], #panel a[href*='/workflows/']"), link => Assert.Equal((link.GetAttribute("href"), form),
            (link.NextElementSibling?.FirstElementChild?.GetAttribute("value"), link.NextElementSibling?.FirstElementChild?.GetAttribute("form"))));
        Assert.All(page.All("foreignObject:has(.node)"), node => Assert.Equal(node.QuerySelector("a")!.GetAttribute("href"), node.QuerySelector($"noscript [form={form}]")?.GetAttribute("value")));
        Assert.All(page.All($"#editor-head form[method=post] button, #panel form[method=post]:not(#{form}) button"), button => Assert.Equal(form, button.GetAttribute("form")));
    }

    Task<Guid> Make(string name) => app.Make(name, [App.Template("greet", "Hello {{prompt}}"), App.Template("after", "{{greet}}"), App.Template("more", "x")], "greet→after");
}
