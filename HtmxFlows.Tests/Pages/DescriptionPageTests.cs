using System.Net;
using HtmxFlows.Tests.Nodes;
using HtmxFlows.Tests.Web;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Pages;

public sealed class DescriptionPageTests
{
    const string Drafted =
        """
        Here it is: {"name": "City report", "description": "Greets.", "nodes": [{"id": "greet", "type": "template", "data": {"label": "Greet", "template": "Hello {{prompt}}"}},
        {"id": "end", "type": "respond", "data": {"label": "Answer"}}], "edges": [{"source": "greet", "target": "end"}]}
        """;

    [Fact]
    public async Task A_description_becomes_an_unpublished_draft_in_the_editor()
    {
        await using var peer = await ModelPeer.Working(Drafted);
        await using var app = With(peer);
        using var visitor = app.Visit();

        var page = await visitor.Submit((await visitor.Open("/workflows/description")).Form("/workflows/description"), new Dictionary<string, string> { ["description"] = "Greet people." });
        var workflow = Guid.Parse(page.Address.Split('/')[2]);

        Assert.EndsWith("/edit", page.Address, StringComparison.Ordinal);
        Assert.Equal(["node-greet", "node-end"], page.All(".picture a.node").Select(node => node.Id));
        Assert.Null(app.Get<WorkflowStore>().Find(workflow)!.Version);
        Assert.Equal("City report", app.Get<DraftStore>().Find(workflow)!.Content.Name);
        Assert.Contains("Greet people.", peer.Requests[0].Body, StringComparison.Ordinal);
        Assert.Contains("json_schema", peer.Requests[0].Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("I cannot do that.", "it is not JSON")]
    [InlineData("""{"name": "x"}""", "is not a workflow")]
    [InlineData("""{"name": "x", "description": "", "nodes": [{"id": "a", "type": "teleport", "data": {}}], "edges": []}""", "there is no node type “teleport”")]
    public async Task An_answer_that_is_no_workflow_is_a_sentence_and_the_description_is_kept(string answer, string sentence)
    {
        await using var peer = await ModelPeer.Working(answer);
        await using var app = With(peer);
        using var visitor = app.Visit();
        var before = app.Get<WorkflowStore>().Search("", 0, 9).Count;

        var page = await visitor.Submit((await visitor.Open("/workflows/description")).Form("/workflows/description"), new Dictionary<string, string> { ["description"] = "Anything." });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Contains(sentence, page.One("[role=alert]").Words(), StringComparison.Ordinal);
        Assert.Equal("Anything.", page.One("#description").TextContent);
        Assert.Equal(before, app.Get<WorkflowStore>().Search("", 0, 9).Count);
    }

    [Fact]
    public async Task The_first_visit_offers_the_sample_a_starter_and_a_description_if_a_model_is_configured()
    {
        await using var peer = await ModelPeer.Working(Drafted);
        await using var app = With(peer);
        await using var plain = new App();
        using var visitor = app.Visit();
        using var other = plain.Visit();

        var first = await visitor.Open("/");
        var without = await other.Open("/");
        await app.RunToEnd(await app.Make("Ran", [App.Template("a", "x")]));

        Assert.Equal(["Run the sample", "Use a starter", "Describe it in words"], first.Texts(".welcome strong"));
        Assert.Equal(["Run the sample", "Use a starter", "Import a file"], without.Texts(".welcome strong"));
        Assert.Empty((await visitor.Open("/")).All(".welcome"));
        Assert.Contains("No model is configured.", (await other.Open("/workflows/description")).Main.Words(), StringComparison.Ordinal);
    }

    static App With(ModelPeer peer) => new("Production", ("HtmxFlows:Model:Address", peer.Address));
}
