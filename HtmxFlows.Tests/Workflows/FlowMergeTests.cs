using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Workflows;

public sealed class FlowMergeTests
{
    const string Origin = """
        {"nodes": [{"id": "a", "type": "http", "data": {"label": "A", "url": "u", "headers": [{"name": "x"}], "settings": {"retries": 1}}}, {"id": "b", "type": "template", "data": {}}],
         "edges": [{"id": "e1", "source": "a", "target": "b"}], "concurrency": {"limit": 1}, "extra": 1}
        """;

    [Theory]
    [InlineData("\"url\": \"u\"", "\"url\": \"v\"", "\"label\": \"A\"", "\"label\": \"B\"")]
    [InlineData("\"retries\": 1", "\"retries\": 2", "\"url\": \"u\"", "\"url\": \"v\"")]
    [InlineData("\"settings\": {", "\"settings\": {\"timeout\": 5, ", "\"retries\": 1", "\"retries\": 3")]
    [InlineData("\"limit\": 1", "\"limit\": 2", "\"extra\": 1", "\"extra\": 2")]
    [InlineData("{\"name\": \"x\"}", "{\"name\": \"y\"}", "\"data\": {}", "\"data\": {\"template\": \"t\"}")]
    [InlineData("\"edges\": [", "\"edges\": [{\"id\": \"e2\", \"source\": \"b\", \"target\": \"a\"}, ", "\"url\": \"u\"", "\"url\": \"v\"")]
    [InlineData(", \"extra\": 1", "", "\"url\": \"u\"", "\"url\": \"v\"")]
    public void Changes_of_different_values_are_both_in_the_merged_flow(string one, string theirs, string other, string mine)
    {
        var (flow, conflicts) = FlowMerge.Of(Origin, Origin.Replace(one, theirs, StringComparison.Ordinal), Origin.Replace(other, mine, StringComparison.Ordinal));

        Assert.Empty(conflicts);
        Assert.Equal(Normal(Origin.Replace(one, theirs, StringComparison.Ordinal).Replace(other, mine, StringComparison.Ordinal)), Normal(flow));
    }

    [Theory]
    [InlineData("\"url\": \"u\"", "\"url\": \"v\"", "\"url\": \"w\"", "data.url")]
    [InlineData("{\"name\": \"x\"}", "{\"name\": \"y\"}", "{\"name\": \"x\"}, {}", "data.headers")]
    [InlineData("\"retries\": 1", "\"retries\": 2", "\"retries\": 3", "data.settings.retries")]
    public void Different_changes_of_one_field_conflict_and_the_preferred_one_wins(string before, string theirs, string mine, string path)
    {
        var (one, other) = (Origin.Replace(before, theirs, StringComparison.Ordinal), Origin.Replace(before, mine, StringComparison.Ordinal));

        Assert.Equal([new MergeConflict("a", path)], FlowMerge.Of(Origin, one, other).Conflicts);
        Assert.Equal(Normal(one), Normal(FlowMerge.Of(Origin, one, other).Flow));
        Assert.Equal(Normal(other), Normal(FlowMerge.Of(Origin, one, other, takesMine: true).Flow));
    }

    [Fact]
    public void The_same_change_by_both_is_no_conflict() =>
        Assert.Empty(FlowMerge.Of(Origin, Origin.Replace("\"u\"", "\"v\"", StringComparison.Ordinal), Origin.Replace("\"u\"", "\"v\"", StringComparison.Ordinal)).Conflicts);

    [Fact]
    public void A_node_that_one_deletes_is_gone_with_the_edges_that_the_other_led_to_it()
    {
        var theirs = """{"nodes": [{"id": "a", "type": "http", "data": {"label": "A", "url": "u", "headers": [{"name": "x"}], "settings": {"retries": 1}}}], "edges": [], "concurrency": {"limit": 1}, "extra": 1}""";
        var mine = Origin.Replace("\"edges\": [", "\"edges\": [{\"id\": \"e2\", \"source\": \"a\", \"sourceHandle\": \"error\", \"target\": \"b\"}, ", StringComparison.Ordinal);

        var (flow, conflicts) = FlowMerge.Of(Origin, theirs, mine);

        Assert.Empty(conflicts);
        Assert.Equal(Normal(theirs), Normal(flow));
    }

    [Fact]
    public void Edges_that_both_added_under_one_id_get_different_ids()
    {
        string Adding(string port) => Origin.Replace("\"edges\": [", $$"""  "edges": [{"id": "e2", "source": "a", "sourceHandle": "{{port}}", "target": "b"}, """, StringComparison.Ordinal);

        var ids = Flow.Parse(FlowMerge.Of(Origin, Adding("x"), Adding("y")).Flow).Flow!.Edges.Select(edge => edge.Id).ToArray();

        Assert.Equal((3, 3), (ids.Length, ids.Distinct().Count()));
    }

    [Fact]
    public void A_new_node_is_placed_after_its_neighbour()
    {
        var mine = Origin.Replace("{\"id\": \"b\"", "{\"id\": \"c\", \"type\": \"template\", \"data\": {}}, {\"id\": \"b\"", StringComparison.Ordinal);

        var (flow, _) = FlowMerge.Of(Origin, Origin.Replace("\"u\"", "\"v\"", StringComparison.Ordinal), mine);

        Assert.Equal(["a", "c", "b"], Flow.Parse(flow).Flow!.Nodes.Select(node => node.Id));
    }

    static string Normal(string flow) => HtmxFlows.Data.Json.Pretty(HtmxFlows.Data.Json.Parse(flow));
}
