using AngleSharp.Dom;
using HtmxFlows.Tests.Web;
using static HtmxFlows.Tests.Pages.Workflows.Editing;

namespace HtmxFlows.Tests.Pages.Workflows.Drafts;

public sealed class NodeReferencesTests(App app)
{
    [Fact]
    public async Task A_value_of_the_last_run_is_shown_and_inserted_into_a_field()
    {
        using var visitor = app.Visit();
        var page = await OpenReferring(visitor);

        page = await visitor.Submit(page.Node(), button: "into=template");
        Assert.Contains("Insert a value into Template", page.One("#references").Words(), StringComparison.Ordinal);
        Assert.Contains("{…} 1 field of data name Ada", page.One("#references").Words(), StringComparison.Ordinal);
        page = await visitor.Submit(page.Node(), button: "path=data.name");

        Assert.Equal("Hello {{data.name}}", page.Field("data.template"));
        Assert.Equal("Hello Ada", page.One("output .value").Words());
        Assert.Empty(page.All("#references"));
    }

    [Fact]
    public async Task A_function_is_listed_with_what_it_returns_and_inserted_into_a_field()
    {
        using var visitor = app.Visit();
        var page = await visitor.Submit((await OpenReferring(visitor)).Node(), button: "into=template");

        Assert.Contains("round number [digits] The number rounded to so many decimal places", page.One("#references .functions").Words(), StringComparison.Ordinal);
        page = await visitor.Submit(page.Node(), button: "path=upper input");

        Assert.Equal("Hello {{upper input}}", page.Field("data.template"));
    }

    [Fact]
    public async Task The_value_of_a_field_is_shown_while_it_is_written()
    {
        using var visitor = app.Visit();
        var page = await OpenReferring(visitor);

        var preview = await visitor.Submit(Preview(page), Values(("data.template", "Bye {{data.name}}")));
        Assert.Equal("Bye Ada", preview.One("span").Words());
        Assert.Empty(preview.All("h1"));
        preview = await visitor.Submit(Preview(page), Values(("data.template", "Bye {{data.name")));
        Assert.NotEmpty(preview.All(".problem"));
    }

    async Task<Page> OpenReferring(Visitor visitor)
    {
        var workflow = await app.Make("Refers", [App.Node("data", "compute", new { sql = "SELECT 'Ada' AS name" }), App.Template("greet", "Hello ")], "data→greet");
        await app.RunToEnd(workflow);
        return await visitor.Edit(workflow, "node=greet");
    }

    /// <summary>The node's form, sent where htmx sends it while a field is written.</summary>
    static IElement Preview(Page page)
    {
        var form = (IElement)page.Node().Clone();
        form.SetAttribute("action", page.One("[name='data.template']").GetAttribute("hx-post")!);
        var named = page.Document.CreateElement("input");
        named.SetAttribute("name", "field");
        named.SetAttribute("value", "data.template");
        form.AppendChild(named);
        return form;
    }
}
