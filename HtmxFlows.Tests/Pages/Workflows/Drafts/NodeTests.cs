using System.Net;
using HtmxFlows.Tests.Web;
using HtmxFlows.Workflows;
using static HtmxFlows.Tests.Pages.Workflows.Editing;

namespace HtmxFlows.Tests.Pages.Workflows.Drafts;

public sealed class NodeTests(App app)
{
    [Fact]
    public async Task A_change_that_makes_the_flow_too_long_to_be_read_is_refused_and_the_draft_stays()
    {
        using var visitor = app.Visit();
        var workflow = await app.MakeGreeting("Longer");
        // Each takes two characters in JSON.
        var quotes = new string('"', Flow.LargestJson / 2);

        var refused = await visitor.Submit((await visitor.Edit(workflow, "node=greet")).Node(), Values(("data.template", quotes)));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("longer than 4 million characters", refused.One("[role=alert]").Words(), StringComparison.Ordinal);
        Assert.Equal("Hello {{prompt}}", (await visitor.Edit(workflow, "node=greet")).Field("data.template"));
    }

    [Fact]
    public async Task The_history_shortens_a_long_label()
    {
        using var visitor = app.Visit();
        var page = await visitor.Save(await visitor.Edit(await app.MakeGreeting("Labelled"), "node=greet"), ("data.label", new string('x', 10_000)));

        Assert.Equal($"Undo: Changed {new string('x', 192)}…", page.One("#undo-change").Words());
    }

    [Fact]
    public async Task Problems_are_shown_at_their_fields_and_the_draft_is_saved()
    {
        using var visitor = app.Visit();
        var workflow = await app.MakeGreeting("With problems");

        var page = await visitor.Save(await visitor.Edit(workflow, "node=greet"), ("data.template", "{{#if prompt}}"));

        var field = page.One("[name='data.template']");
        Assert.Equal(("true", HttpStatusCode.OK), (field.GetAttribute("aria-invalid"), page.Status));
        Assert.NotEmpty(page.One($"#{field.GetAttribute("aria-describedby")!.Split(' ').Single(id => id.EndsWith("-problem", StringComparison.Ordinal))}").Words());
        var overview = await visitor.Edit(workflow);
        Assert.Equal(("1 problem", "1 problem Fix to run or publish"), (overview.One("a.problem-count").Words(), overview.One("#problems-heading").Words()));
        // The problem leads to its field.
        Assert.Equal("data.template", (await visitor.Follow(overview, "Label of greet")).One("[autofocus]").GetAttribute("name"));
    }

    [Fact]
    public async Task The_author_of_the_second_of_two_changes_of_a_field_sees_both_and_chooses()
    {
        using var anna = app.Visit();
        using var ben = app.Visit();
        var workflow = await app.MakeGreeting("Two tabs");
        var bens = await ben.Edit(workflow, "node=greet");
        await anna.Save(await anna.Edit(workflow, "node=greet"), ("data.label", "Of Anna"), ("data.template", "Of Anna, too"));

        var conflict = await ben.Save(bens, ("data.template", "Of Ben"));

        Assert.Equal(HttpStatusCode.Conflict, conflict.Status);
        var alert = conflict.One("[role=alert]");
        Assert.Contains("Changed Of Anna", alert.Words(), StringComparison.Ordinal);
        Assert.NotEmpty(alert.QuerySelectorAll("[data-node=greet]"));
        Assert.Contains("Of Ben", alert.Words(), StringComparison.Ordinal);
        Assert.Equal("Of Anna, too", (await ben.Edit(workflow, "node=greet")).Field("data.template"));

        var saved = await ben.Submit(alert.QuerySelector("form")!, button: "Apply my change");
        Assert.Equal(("Of Ben", "Of Anna"), (saved.Field("data.template"), saved.Field("data.label")));
    }

    [Fact]
    public async Task Changes_of_different_fields_are_merged()
    {
        using var anna = app.Visit();
        using var ben = app.Visit();
        var workflow = await app.MakeGreeting("Merged tabs");
        var bens = await ben.Edit(workflow, "node=greet");
        await anna.Save(await anna.Edit(workflow, "node=greet"), ("data.label", "Of Anna"));

        var saved = await ben.Save(bens, ("data.template", "Of Ben"));

        Assert.Equal((HttpStatusCode.OK, "Of Ben", "Of Anna"), (saved.Status, saved.Field("data.template"), saved.Field("data.label")));
    }

    [Theory]
    [InlineData("/edit?panel=run", true)]
    [InlineData("", true)]
    [InlineData("/draft/json", true)]
    [InlineData("x/edit", false)]
    [InlineData("@example.com/", false)]
    public async Task The_form_is_saved_by_leaving_it_for_a_place_of_the_workflow_and_leads_nowhere_else(string place, bool isPlace)
    {
        using var visitor = app.Visit();
        var workflow = await app.MakeGreeting("Left");
        var go = $"/workflows/{workflow}{place}";

        var page = await Leave(visitor, workflow, go);

        Assert.Equal(isPlace ? go : $"/workflows/{workflow}/edit?node=greet", page.Address);
        Assert.Equal("Typed", (await visitor.Edit(workflow, "node=greet")).Field("data.template"));
    }

    [Theory]
    [InlineData("https://example.com/")]
    [InlineData("//example.com/workflows/")]
    [InlineData("/")]
    public async Task Leaving_for_elsewhere_stays_in_the_editor(string go)
    {
        using var visitor = app.Visit();
        var workflow = await app.MakeGreeting("Stayed");

        Assert.Equal($"/workflows/{workflow}/edit?node=greet", (await Leave(visitor, workflow, go)).Address);
    }

    static async Task<Page> Leave(Visitor visitor, Guid workflow, string go)
    {
        var page = await visitor.Edit(workflow, "node=greet");
        var button = page.Document.CreateElement("button");
        button.SetAttribute("name", "go");
        button.SetAttribute("value", go);
        page.Node().AppendChild(button);
        return await visitor.Submit(page.Node(), Values(("data.template", "Typed")), "go");
    }
}
