using HtmxFlows.Tests.Workflows;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Nodes;

public sealed class UnsupportedNodeTests
{
    [Theory]
    [InlineData("""{"type": "slack", "data": {"channel": "#news"}}""", "This node was imported, and its type `slack` is unknown, so it cannot run. Replace it with a node of another type.")]
    [InlineData("{}", "This node was imported, and it had no type, so it cannot run. Replace it with a node of another type.")]
    public async Task It_fails_and_says_what_it_was(string data, string message) => Assert.Equal(message, await NodeTypes.Failure("unsupported", data));

    [Fact]
    public void Its_edges_leave_by_the_ports_that_it_had() => Assert.Equal(
        ["The edge leaves `odd` from the port `other`; the node has `left`, `right`."],
        FlowPlan.Make(Flows.Of("""odd unsupported {"ports": ["left", "right"]}""" + "\nend unsupported\nodd:left -> end\nodd:other -> end"), NodeTypes.Catalogue).Problems.Select(problem => problem.Message));
}
