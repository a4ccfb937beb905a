using HtmxFlows.Data;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Workflows;

public sealed class FlowParseTests
{
    [Fact]
    public void Nodes_and_edges_are_read()
    {
        var (flow, problems) = Flow.Parse(
            """
            {"nodes": [{"id": "a", "type": "wait", "data": {"label": "Wait", "seconds": 1}}, {"id": "b", "type": "fail"}],
             "edges": [{"id": "e", "source": "a", "target": "b", "sourceHandle": "x"}, {"source": "a", "target": "b", "sourceHandle": null}]}
            """);
        Assert.Empty(problems);
        Assert.Equal([("a", "wait", "Wait"), ("b", "fail", "b")], flow!.Nodes.Select(node => (node.Id, node.Type, node.Label)));
        Assert.Equal([new("e", "a", "x", "b"), new FlowEdge("edge 2", "a", null, "b")], flow.Edges);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("""{"nodes": [], "nodes": []}""")]
    [InlineData("""{"nodes": [{"id": "a", "type": "fail", "data": {"message": "x", "message": "y"}}]}""")]
    [InlineData("""{"\ud800": 1}""")]
    public void JSON_that_is_not_strict_is_a_problem_and_no_exception(string json)
    {
        var (flow, problems) = Flow.Parse(json);
        Assert.Null(flow);
        Assert.StartsWith("Not valid JSON: ", Assert.Single(problems).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "A flow is a JSON object with the lists `nodes` and `edges`.")]
    [InlineData("null", "A flow is a JSON object with the lists `nodes` and `edges`.")]
    [InlineData("{}", "`nodes` is not a list.")]
    [InlineData("""{"nodes": {}}""", "`nodes` is not a list.")]
    [InlineData("""{"nodes": [], "edges": 5}""", "`edges` is not a list.")]
    [InlineData("""{"nodes": [5]}""", "Node 1 has no `id`.")]
    [InlineData("""{"nodes": [{"id": 5, "type": "fail"}]}""", "Node 1 has no `id`.")]
    [InlineData("""{"nodes": [{"id": "a", "type": ""}]}""", "The node has no `type`.")]
    [InlineData("""{"nodes": [{"id": "a", "type": "fail", "data": []}]}""", "The node's `data` is not an object.")]
    [InlineData("""{"nodes": [], "edges": [{"source": "a"}]}""", "The edge has no `source` or `target`.")]
    [InlineData("""{"nodes": [{"id": "a", "type": "fail"}, {"id": "a", "type": "fail"}]}""", "2 nodes have the id `a`. Give each node its own id.")]
    public void JSON_without_the_shape_of_a_flow_is_reported(string json, string message) => Assert.Equal(message, Assert.Single(Flow.Parse(json).Problems).Message);

    [Fact]
    public void A_missing_list_of_edges_is_none() => Assert.Empty(Flow.Parse("""{"nodes": [], "edges": null}""").Problems);

    [Fact]
    public void A_flow_nests_to_64_levels()
    {
        static string Deep(int levels) => $$"""{"nodes": [], "x": {{new string('[', levels - 1)}}{{new string(']', levels - 1)}} }""";
        Assert.NotNull(Flow.Parse(Deep(64)).Flow);
        Assert.Null(Flow.Parse(Deep(65)).Flow);
    }

    [Fact]
    public void A_flow_that_is_too_long_is_not_even_read() =>
        Assert.Equal("The flow is longer than 4 million characters. Shorten the contents of its nodes, or split it into several workflows.", Assert.Single(Flow.Parse(new(' ', Flow.LargestJson + 1)).Problems).Message);

    [Fact]
    public void What_is_not_known_comes_back_from_a_file_as_it_was()
    {
        var deep = new string('[', 60) + new string(']', 60);
        var json = $$"""{"viewport": {"zoom": 1.50, "big": 123456789012345678901234567890}, "nodes": [{"id": "a", "type": "fail", "width": 5, "data": {"message": "ü <b>", "Message": null} }], "deep": {{deep}} }""";
        var (draft, problems) = FlowFile.Read(FlowFile.Write(new("Name", "What it does", json)));
        Assert.Empty(problems);
        Assert.Equal(("Name", "What it does"), (draft!.Name, draft.Description));
        Assert.Equal(Json.Parse(json).GetRawText().Replace(" ", "", StringComparison.Ordinal), string.Concat(draft.Flow.Where(letter => !char.IsWhiteSpace(letter))));
    }

    [Theory]
    [InlineData("""{"name": " N ", "description": "D", "flow": {"nodes": []}}""", "N", "D")]
    [InlineData("""{"name": "N", "nodes": []}""", "N", "")]
    [InlineData("""{"nodes": []}""", "", "")]
    [InlineData("""{"name": 5, "nodes": []}""", "", "")]
    public void A_file_may_be_a_flow_with_or_without_a_name_or_around_it(string json, string name, string description)
    {
        var draft = FlowFile.Read(json).Draft!;
        Assert.Equal((name, description), (draft.Name, draft.Description));
        Assert.Empty(Flow.Parse(draft.Flow).Problems);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"nodes": 1, "nodes": 2}""")]
    public void A_text_that_is_no_flow_file_is_reported(string json)
    {
        var (draft, problems) = FlowFile.Read(json);
        Assert.Null(draft);
        Assert.Single(problems);
    }
}
