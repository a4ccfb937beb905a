using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Workflows;

public sealed class FlowGraphTests
{
    static readonly FlowGraph Diamond = Graph("a x\nb x\nc x\nd x\ne x\na -> b -> d\na -> c -> d\nd -> e\ne -> nowhere");

    [Fact]
    public void Predecessors_come_first_and_ties_keep_the_flows_order() => Assert.Equal(["a", "b", "c", "d", "e"], Diamond.Order);

    [Fact]
    public void Ancestors_are_all_from_which_a_path_leads() => Assert.Equal(["a", "b", "c"], Diamond.Ancestors("d").Order());

    [Fact]
    public void Edges_that_lead_nowhere_are_left_out() => Assert.Empty(Diamond.Outgoing("e"));

    [Fact]
    public void A_source_with_two_edges_is_one_predecessor() =>
        Assert.Equal(["a"], Graph("a x\nb x\na:true -> b\na:false -> b").Predecessors("b"));

    [Fact]
    public void A_graph_without_a_cycle_has_none() => Assert.Null(Diamond.FindCycle());

    [Fact]
    public void What_stands_behind_a_cycle_is_not_taken_for_it()
    {
        var graph = Graph("z x\na x\nb x\nc x\na -> b -> c -> b\nc -> z");
        Assert.Equal(["a"], graph.Order);
        Assert.Equal(["c", "b", "c"], graph.FindCycle());
    }

    [Fact]
    public void In_random_graphs_the_order_is_topological_or_there_is_a_cycle_of_real_edges()
    {
        var random = new Random(20300131);
        for (var round = 0; round < 300; round++)
        {
            var flow = RandomFlows.Any(random, nodes: random.Next(1, 12), edges: random.Next(0, 18));
            var graph = new FlowGraph(flow);
            if (graph.FindCycle() is { } cycle)
            {
                Assert.Equal(cycle[0], cycle[^1]);
                Assert.Equal(cycle.Count - 1, cycle.Distinct().Count());
                Assert.All(cycle.Zip(cycle.Skip(1)), step => Assert.Contains(graph.Outgoing(step.First), edge => edge.Target == step.Second));
                continue;
            }
            var place = graph.Order.Index().ToDictionary(at => at.Item, at => at.Index);
            Assert.Equal(graph.Ids.Count, place.Count);
            Assert.All(flow.Edges, edge => Assert.True(place[edge.Source] < place[edge.Target]));
        }
    }

    [Fact]
    public void In_random_graphs_a_node_is_an_ancestor_if_a_path_leads_from_it()
    {
        var random = new Random(20301128);
        for (var round = 0; round < 100; round++)
        {
            var graph = new FlowGraph(RandomFlows.Acyclic(random, nodes: random.Next(1, 40), edges: random.Next(0, 80)));
            Assert.All(graph.Ids, of => Assert.Equal(graph.Ancestors(of).Order(), graph.Ids.Where(id => graph.IsAncestor(id, of)).Order()));
        }
        Assert.False(Diamond.IsAncestor("nowhere", "a"));
        Assert.False(Diamond.IsAncestor("a", "nowhere"));
    }

    static FlowGraph Graph(string text) => new(Flow.Parse(Flows.Of(text)).Flow!);
}
