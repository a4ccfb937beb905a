using System.Text.Json.Nodes;
using HtmxFlows.Tests.Web;
using static HtmxFlows.Tests.Pages.Workflows.Editing;

namespace HtmxFlows.Tests.Pages.Workflows.Drafts;

public sealed class NodeEachTests(App app)
{
    const string Items = "data.settings.each.items", Parallel = "data.settings.each.parallel";

    [Fact]
    public async Task A_list_makes_a_node_run_for_each_item_until_it_is_cleared()
    {
        using var visitor = app.Visit();
        var workflow = await Make("Each");
        Assert.Null(await Settings(visitor, workflow));

        var page = await visitor.Save(await visitor.Edit(workflow, "node=greet"), (Items, "{{people.all}}"), ("data.template", "Dear {{item}}"));
        Assert.Equal(("{{people.all}}", "5"), (page.Field(Items), page.Field(Parallel)));
        Assert.Equal("""{"each":{"items":"{{people.all}}"}}""", await Settings(visitor, workflow));

        page = await visitor.Save(page, (Parallel, "3"), ("data.settings.each.onFailure", "collect"));
        Assert.Equal("3", page.Field(Parallel));
        var tested = await visitor.Submit(page.Node(), Values(("given", """{"all": ["Ada"]}""")), "Test");
        Assert.Contains("people", tested.Main.Words(), StringComparison.Ordinal);

        page = await visitor.Save(await visitor.Edit(workflow, "node=greet"), (Items, ""), ("data.template", "x"));
        Assert.Equal("5", page.Field(Parallel));
        Assert.Null(await Settings(visitor, workflow));
    }

    [Fact]
    public async Task A_part_of_the_group_without_the_list_is_a_problem_of_the_list()
    {
        using var visitor = app.Visit();
        var workflow = await Make("Half");
        var page = await visitor.Save(await visitor.Edit(workflow, "node=greet"), (Parallel, "3"));
        Assert.Equal("Items is required.", page.One($"#{HtmxFlows.Views.DomIds.Field(Items)}-problem").Words());
    }

    [Fact]
    public async Task A_value_is_inserted_into_the_list_and_the_node_is_tested_for_each_item()
    {
        using var visitor = app.Visit();
        var workflow = await Make("Inserted");
        await app.RunToEnd(workflow);
        var page = await visitor.Submit((await visitor.Edit(workflow, "node=greet")).Node(), button: "into=settings.each.items");
        Assert.Contains("Insert a value into Items", page.One("#references").Words(), StringComparison.Ordinal);
        page = await visitor.Submit(page.Node(), button: "path=people.all");
        Assert.Equal("{{people.all}}", page.Field(Items));

        page = await visitor.Save(page, ("data.template", "Dear {{item}}, {{index}}"));
        Assert.Contains("Dear Ada, 0", page.All("output .value").Select(value => value.Words()));
        page = await visitor.Submit(page.Node(), button: "into=template");
        Assert.Contains("item Ada index 0", page.One("#references").Words(), StringComparison.Ordinal);
        page = await visitor.Submit(page.Node(), Values(("data.template", "Dear {{item}}")), "Test");
        Assert.Contains("\"Dear Ada\", \"Dear Bo\"", page.One(".trial-result").Words(), StringComparison.Ordinal);
    }

    Task<Guid> Make(string name) =>
        app.Make(name, [App.Node("people", "compute", new { sql = """SELECT json('["Ada","Bo"]') AS "all", 1 AS one""" }), App.Template("greet", "Hello")], "people→greet");

    /// <summary>The settings of the node in the draft, as JSON.</summary>
    static async Task<string?> Settings(Visitor visitor, Guid workflow)
    {
        var copied = await visitor.Submit((await visitor.Edit(workflow, "panel=nodes")).Selection(), Values(("nodes", "greet")), "Copy as JSON");
        return JsonNode.Parse(copied.One("#copied").TextContent)!["nodes"]![0]!["data"]!["settings"] is JsonObject { Count: > 0 } settings ? settings.ToJsonString(HtmxFlows.Data.Json.Options) : null;
    }
}
