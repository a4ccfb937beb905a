using HtmxFlows.Runs;
using HtmxFlows.Tests.Runs;
using HtmxFlows.Tests.Web;
using HtmxFlows.Tests.Workflows;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Nodes;

public sealed class NoteNodeTests(App app)
{
    const string Note = """hint note {"text": "Ask first."}""";

    [Theory]
    [InlineData("{}", "text: Text is required.")]
    [InlineData("""{"text": " "}""", "text: Text is required.")]
    [InlineData("""{"text": 1}""", "text: Text must be text.")]
    public void An_invalid_configuration_of_note_is_reported(string data, string problem) => Assert.Equal([problem], NodeTypes.Problems("note", data));

    [Theory]
    [InlineData("a template {\"template\": \"x\"}\nhint -> a", "The edge connects `hint` to `a`, but `hint` is a note, which has no edges.")]
    [InlineData("a template {\"template\": \"x\"}\na -> hint", "The edge connects `a` to `hint`, but `hint` is a note, which has no edges.")]
    [InlineData("a template {\"template\": \"{{hint}}\"}", "`hint` is a note, which has no output.")]
    [InlineData("", "The workflow is empty. Add a node first.")]
    public void It_takes_no_part_in_the_flow(string rest, string problem) =>
        Assert.Equal([problem], FlowPlan.Make(Flows.Of($"{Note}\n{rest}"), NodeTypes.Catalogue).Problems.Select(found => found.Message));

    [Fact]
    public async Task A_run_does_not_know_it()
    {
        await using var engine = Engine.Start();
        var end = await engine.Run($"{Note}\na template {{\"template\": \"x\"}}");
        Assert.Equal((RunStatus.Completed, "x"), (end.Status, end.Result?.GetString()));
        Assert.Equal(["a"], end.Nodes.Keys);
    }

    [Fact]
    public async Task The_picture_shows_it_and_counts_and_tables_of_a_run_do_not()
    {
        using var visitor = app.Visit();
        var workflow = await app.Make("Noted", [App.Template("greet", "Hello"), App.Node("hint", "note", new { text = "Ask <b>first</b>." })]);
        var page = await visitor.Open($"/workflows/{workflow}");
        Assert.Equal("Ask <b>first</b>.", page.One(".picture .note").Words());
        Assert.Equal(["Label of greet"], page.Texts(".picture a .label"));

        var run = await visitor.Open($"/runs/{await app.RunToEnd(workflow)}");

        Assert.Equal("Ask <b>first</b>.", run.One(".picture .note").Words());
        Assert.Contains("1 of 1 node", run.One(".summary").Words(), StringComparison.Ordinal);
        Assert.Equal(["Label of greet"], run.Texts("#timeline li > a"));
    }
}
