namespace HtmxFlows.Tests.Nodes;

public sealed class NodeCatalogueTests
{
    [Theory]
    // The names of n8n.
    [InlineData("IF", "branch")]
    [InlineData("Switch", "switch")]
    [InlineData("Set", "set")]
    [InlineData("Edit Fields", "set")]
    [InlineData("Merge", "merge")]
    [InlineData("Code", "code")]
    [InlineData("Split in batches", "for-each")]
    [InlineData("Loop", "for-each")]
    [InlineData("HTTP Request", "http")]
    [InlineData("Respond to Webhook", "respond")]
    [InlineData("Execute Workflow", "workflow")]
    [InlineData("Summarize", "aggregate")]
    [InlineData("Sticky Note", "note")]
    // Those of Node-RED.
    [InlineData("function", "code")]
    [InlineData("change", "set")]
    [InlineData("inject", "set")]
    [InlineData("debug", "respond")]
    [InlineData("delay", "wait")]
    // Others.
    [InlineData("get", "http")]
    [InlineData("  http ", "http")]
    [InlineData("filter", "filter")]
    [InlineData("sort", "sort")]
    [InlineData("send req", "http")]
    public void The_first_type_offered_is_the_one_that_people_mean_by(string text, string type) => Assert.Equal(type, NodeTypes.Catalogue.Offer(text)[0].Name);

    [Fact]
    public void A_placeholder_is_never_offered_and_still_documented()
    {
        Assert.DoesNotContain("unsupported", NodeTypes.Catalogue.Offer("").Concat(NodeTypes.Catalogue.Offer("unsupported")).Select(type => type.Name));
        Assert.Contains("unsupported", NodeTypes.Catalogue.Search("unsupported").Select(type => type.Name));
    }

    [Fact]
    public void Six_types_are_common() => Assert.Equal(6, NodeTypes.Catalogue.Offered.Count(type => type.IsCommon));
}
