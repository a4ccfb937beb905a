using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Web;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Pages;

public sealed class ImportExportTests(App app)
{
    [Fact]
    public async Task A_flow_can_be_pasted()
    {
        using var visitor = app.Visit();

        var page = await Import(visitor, """{"name": "Pasted", "description": "From elsewhere", "nodes": [{"id": "a", "type": "template", "data": {"template": "x"}}]}""");

        Assert.Equal("Pasted", page.One("h1").Words());
        Assert.Contains("From elsewhere", page.Main.Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_can_be_uploaded_and_its_name_is_the_name_if_it_says_no_other()
    {
        using var visitor = app.Visit();
        var form = (await visitor.Open("/workflows/import")).Form("/workflows/import");

        var page = await visitor.Submit(form, file: ("file", "My flow.json", App.Flow([App.Template("a", "x")])));

        Assert.Equal("My flow", page.One("h1").Words());
        Assert.NotEmpty(page.All("#node-a"));
    }

    [Fact]
    public async Task A_file_with_a_byte_order_mark_can_be_uploaded()
    {
        using var visitor = app.Visit();
        var form = (await visitor.Open("/workflows/import")).Form("/workflows/import");

        var page = await visitor.Submit(form, file: ("file", "marked.json", "\uFEFF" + App.Flow([App.Template("a", "x")])));

        Assert.Equal("marked", page.One("h1").Words());
    }

    [Fact]
    public async Task A_bare_React_Flow_graph_is_imported_under_the_name_that_is_given()
    {
        using var visitor = app.Visit();

        var page = await Import(visitor,
            """
            {
              "nodes": [
                {"id": "1", "type": "template", "position": {"x": 0, "y": 0}, "data": {"label": "One", "template": "x"}, "measured": {"width": 150, "height": 40}, "selected": false},
                {"id": "2", "type": "template", "position": {"x": 0, "y": 90}, "data": {"label": "Two", "template": "{{input}}"}}
              ],
              "edges": [{"id": "xy-edge__1-2", "source": "1", "sourceHandle": null, "target": "2", "targetHandle": null, "animated": true}],
              "viewport": {"x": 0, "y": 0, "zoom": 1}
            }
            """,
            name: "From React Flow");

        Assert.Equal("From React Flow", page.One("h1").Words());
        Assert.Equal(["One", "Two"], page.Texts(".picture svg a .label"));
        Assert.Single(page.All(".picture svg path.edge"));
    }

    [Theory]
    [InlineData("{", "Not valid JSON")]
    [InlineData("", "Choose a file, or paste JSON.")]
    [InlineData("""{"nodes": [], "nodes": []}""", "Not valid JSON")]
    [InlineData("""{"name": "X", "nodes": []}""", "The workflow is empty")]
    [InlineData("""{"nodes": [{"id": "a", "type": "template", "data": {"template": "x"}}]}""", "Enter a name.")]
    [InlineData("\"text\"", "JSON object")]
    public async Task What_cannot_be_imported_is_shown_again_with_the_reason(string json, string reason)
    {
        using var visitor = app.Visit();

        var page = await Import(visitor, json);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Contains(reason, page.One("[role=alert]").Words(), StringComparison.Ordinal);
        Assert.Equal(json, page.One("textarea[name=json]").TextContent.TrimStart('\n'));
    }

    [Fact]
    public async Task JSON_that_is_too_deep_is_refused()
    {
        using var visitor = app.Visit();

        var page = await Import(visitor, $$"""{"nodes": {{new string('[', 100)}}{{new string(']', 100)}}}""");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.NotEmpty(page.One("[role=alert]").Words());
    }

    [Theory]
    [InlineData(5, HttpStatusCode.UnprocessableEntity)]
    [InlineData(9, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_file_that_is_too_large_is_refused_with_a_sentence(int megabytes, HttpStatusCode status)
    {
        using var visitor = app.Visit();
        var form = (await visitor.Open("/workflows/import")).Form("/workflows/import");

        var page = await visitor.Submit(form, file: ("file", "large.json", new string(' ', megabytes * 1024 * 1024)));

        Assert.Equal(status, page.Status);
        Assert.NotEmpty(page.One("h1").Words());
    }

    [Fact]
    public async Task A_pasted_text_that_is_too_large_is_refused_with_a_sentence()
    {
        using var visitor = app.Visit();

        var page = await Import(visitor, new string('x', 5 * 1024 * 1024));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Contains("million characters", page.One("[role=alert]").Words(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_is_a_file_that_imports_as_the_same_with_keys_that_nobody_here_knows()
    {
        using var visitor = app.Visit();
        const string Flow =
            """
            {
              "nodes": [{"id": "a", "type": "template", "position": {"x": 1.5, "y": -2}, "data": {"label": "Ä → 漢字", "template": "x", "mystery": [1, 2.50, "<&>"]}, "draggable": false}],
              "edges": [],
              "viewport": {"zoom": 0.75},
              "made": {"by": "another", "big": 12345678901234567890}
            }
            """;
        var id = (await app.Get<WorkflowStore>().Create(new("Round trip / Ä", "There and back", Flow))).Id();
        var first = await visitor.Open($"/workflows/{id}/export");

        var page = await Import(visitor, first.Source);
        var second = await visitor.Open($"{page.Address}/export");

        Assert.Equal("application/json", first.Response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment", first.Response.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal("round-trip.json", first.Response.Content.Headers.ContentDisposition?.FileName);
        Assert.Equal(first.Source, second.Source);
        var exported = JsonNode.Parse(first.Source)!.AsObject();
        Assert.Equal("Round trip / Ä", (string?)exported["name"]);
        exported.Remove("name");
        exported.Remove("description");
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Flow), exported), first.Source);
        Assert.Contains("12345678901234567890", first.Source, StringComparison.Ordinal);
        Assert.Contains("2.50", first.Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_can_be_imported_and_exported_too()
    {
        using var visitor = app.Visit();

        var told = await Import(visitor, """{"name": "Half", "nodes": [], "edges": []}""");
        var page = await visitor.Submit(told.Form("/workflows/import"), button: "draft");

        Assert.Equal("Half", page.One("h1").Words());
        Assert.Equal("Half", JsonDocument.Parse((await visitor.Open($"{page.Address}/export")).Source).RootElement.GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_graph_of_another_program_is_imported_and_runs_nothing()
    {
        using var visitor = app.Visit();

        var page = await Import(visitor, """{"nodes": [{"id": "1", "type": "slackMessage", "data": {"label": "Tell", "channel": "#news"}}, {"id": "2"}], "edges": [{"source": "1", "target": "2"}]}""", name: "Foreign");

        Assert.Equal("Unknown types: 2 nodes. Replace them before running.", page.One(".unsupported").Words());
        Assert.Equal(["Tell", "2"], page.Texts(".picture svg a .label"));
        Assert.Equal(["Unsupported: slackMessage", "Unsupported"], page.Texts(".picture svg a .kind"));
        Assert.Contains("slackMessage", page.One("#row-1 pre").TextContent, StringComparison.Ordinal);
        Assert.Empty(app.Get<RunStore>().List(page.Id, null, 0, 1));
    }

    [Fact]
    public async Task Losses_are_reported_before_the_rest_is_imported()
    {
        using var visitor = app.Visit();

        var told = await Import(visitor, """{"nodes": [{"id": "a", "type": "x"}, {"type": "<b>"}], "edges": [{"source": "a", "target": "ghost"}]}""", name: "Lossy");
        var page = await visitor.Submit(told.Form("/workflows/import"), button: "without");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, told.Status);
        Assert.Equal(["Node 2 has no id.", "Edge 1 connects `a` to `ghost`, but the node `ghost` does not exist."], told.Texts("[data-loss]"));
        Assert.Equal("Lossy", page.One("h1").Words());
        Assert.Equal(["a"], page.Texts(".picture svg a .label"));
    }

    [Fact]
    public async Task What_is_lost_and_has_problems_besides_can_be_kept_as_a_draft()
    {
        using var visitor = app.Visit();

        var told = await Import(visitor, """{"nodes": [{"id": "a", "type": "template"}, {}]}""", name: "Both");
        var page = await visitor.Submit(told.Form("/workflows/import"), button: "draft");

        Assert.Equal(["Node 2 has no id."], told.Texts("[data-loss]"));
        Assert.Contains("Template is required.", told.One("[role=alert]").Words(), StringComparison.Ordinal);
        Assert.Equal("Both", page.One("h1").Words());
        Assert.Contains("Template is required.", page.One("[role=alert]").Words(), StringComparison.Ordinal);
    }

    static async Task<Page> Import(Visitor visitor, string json, string name = "") =>
        await visitor.Submit((await visitor.Open("/workflows/import")).Form("/workflows/import"), new Dictionary<string, string> { ["json"] = json, ["name"] = name });
}
