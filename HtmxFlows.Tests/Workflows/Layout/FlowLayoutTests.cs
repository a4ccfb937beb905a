using HtmxFlows.Data;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Workflows;

public sealed class FlowLayoutTests
{
    const double Hair = 0.001;

    [Fact]
    public void In_random_flows_no_nodes_overlap_and_every_edge_points_down()
    {
        var random = new Random(20300131);
        for (var round = 0; round < 200; round++)
        {
            var flow = RandomFlows.Acyclic(random, random.Next(1, 40), random.Next(0, 80));
            var layout = FlowLayout.Of(flow);
            Assert.Equal(flow.Nodes.Count, layout.Nodes.Count);
            Assert.Equal(flow.Edges.Count, layout.Edges.Count);
            CheckNodes(layout);
            foreach (var (edge, points, isBack) in layout.Edges)
            {
                Assert.False(isBack);
                var (source, target) = (Place(layout, edge.Source), Place(layout, edge.Target));
                Assert.Equal(source.Y + FlowLayout.NodeHeight, points[0].Y);
                Assert.InRange(points[0].X, source.X + Hair, source.X + FlowLayout.NodeWidth - Hair);
                Assert.Equal(target.Y, points[^1].Y);
                Assert.InRange(points[^1].X, target.X + Hair, target.X + FlowLayout.NodeWidth - Hair);
                Assert.All(points.Zip(points.Skip(1)), step => Assert.True(step.First.Y < step.Second.Y));
                Assert.All(points, point => Assert.DoesNotContain(layout.Nodes, node => node.Node.Id != edge.Source && node.Node.Id != edge.Target && IsInside(point, node)));
            }
        }
    }

    [Fact]
    public void Adding_or_removing_a_leaf_changes_no_order_of_the_other_nodes()
    {
        var random = new Random(20300131);
        for (var round = 0; round < 300; round++)
        {
            var flow = RandomFlows.Acyclic(random, random.Next(1, 40), random.Next(0, 80));
            var leaf = new FlowNode("leaf", "template", "leaf", Json.EmptyObject);
            var sources = flow.Nodes.Where(_ => random.Next(8) == 0).Select((node, n) => new FlowEdge($"to-leaf-{n}", node.Id, null, "leaf"));
            var at = random.Next(flow.Nodes.Count + 1);
            var grown = new Flow(Json.EmptyObject, [.. flow.Nodes.Take(at), leaf, .. flow.Nodes.Skip(at)], [.. sources, .. flow.Edges]);

            Assert.Equal(Rows(FlowLayout.Of(flow)), Rows(FlowLayout.Of(grown)).Select(row => row.Where(id => id != "leaf").ToArray()).Where(row => row.Length > 0));
        }
    }

    [Fact]
    public void Nodes_that_nothing_orders_stand_as_in_the_flow()
    {
        var layout = FlowLayout.Of(Flow.Parse(Flows.Of("s x\nc x\na x\nb x\ns -> b\ns -> a\ns -> c")).Flow!);
        Assert.Equal([["s"], ["c", "a", "b"]], Rows(layout));
    }

    [Fact]
    public void Edges_that_could_run_side_by_side_do_not_cross()
    {
        var layout = FlowLayout.Of(Flow.Parse(Flows.Of("a x\nb x\nunder-b x\nunder-a x\nend x\nlast x\na -> under-a -> end\nb -> under-b -> last\nb -> end")).Flow!);
        Assert.Equal([["a", "b"], ["under-a", "under-b"], ["end", "last"]], Rows(layout));
        var bend = layout.Edges.Single(edge => edge.Edge is { Source: "b", Target: "end" }).Points[1];
        Assert.InRange(bend.X, Place(layout, "under-a").X + FlowLayout.NodeWidth, Place(layout, "under-b").X);
    }

    [Fact]
    public void The_signs_of_edges_lie_apart_from_each_other_and_from_nodes()
    {
        var layout = FlowLayout.Of(Flow.Parse(Flows.Of(
            "a branch\nb branch\nc x\nd x\ne x\na:true -> c\na:false -> c\na:error -> d\nb:true -> c\nb:false -> d\nc -> e\nd -> e\na:true -> e")).Flow!);
        var middles = layout.Edges.Select(edge => edge.Middle).ToArray();
        foreach (var (index, one) in middles.Index())
        {
            Assert.All(middles.Skip(index + 1), other => Assert.True(double.Hypot(one.X - other.X, one.Y - other.Y) >= 24));
            Assert.DoesNotContain(layout.Nodes, node => IsInside(one, node));
        }
    }

    [Fact]
    public void On_a_cycle_one_edge_leads_back()
    {
        var layout = FlowLayout.Of(Flow.Parse(Flows.Of("c x\nb x\na x\na -> b -> c -> b\nc -> c")).Flow!);
        Assert.Equal([["a"], ["b"], ["c"]], Rows(layout));
        Assert.Equal(["c-b", "c-c"], layout.Edges.Where(edge => edge.IsBack).Select(edge => edge.Edge.Id));
    }

    [Fact]
    public void Notes_stand_in_a_column_of_their_own()
    {
        var layout = FlowLayout.Of(Flow.Parse(Flows.Of("n1 note\na x\nb x\nn2 note\nn3 note\na -> b")).Flow!);
        CheckNodes(layout);
        Assert.Equal(["a", "n1", "b", "n2", "n3"], layout.Nodes.Select(node => node.Node.Id));
        Assert.Single(layout.Nodes.Where(node => node.Node.IsNote).Select(node => node.X).Distinct());
    }

    [Fact]
    public void A_draft_of_very_many_long_edges_is_drawn_all_the_same()
    {
        const int Nodes = 1000, Edges = 3000;
        var nodes = Enumerable.Range(0, Nodes).Select(n => new FlowNode($"n{n}", "x", "", Json.EmptyObject));
        var line = Enumerable.Range(1, Nodes - 1).Select(n => new FlowEdge($"e{n}", $"n{n - 1}", null, $"n{n}"));
        var layout = FlowLayout.Of(new(Json.EmptyObject, [.. nodes], [.. line, .. Enumerable.Range(0, Edges).Select(n => new FlowEdge($"long{n}", "n0", null, $"n{Nodes - 1}"))]));
        Assert.Equal(Nodes - 1 + Edges, layout.Edges.Count);
        CheckNodes(layout);
    }

    [Fact]
    public void A_flow_with_cycles_is_drawn_too()
    {
        var random = new Random(20300131);
        for (var round = 0; round < 100; round++)
        {
            var flow = RandomFlows.Any(random, random.Next(1, 20), random.Next(0, 40));
            var layout = FlowLayout.Of(flow);
            Assert.Equal(flow.Nodes.Count, layout.Nodes.Count);
            Assert.Equal(flow.Edges.Count, layout.Edges.Count);
            CheckNodes(layout);
        }
    }

    [Fact]
    public void A_line_stands_in_a_line()
    {
        var layout = FlowLayout.Of(Flow.Parse(Flows.Of("a x\nb x\nc x\na -> b -> c")).Flow!);
        Assert.Single(layout.Nodes.Select(node => node.X).Distinct());
        Assert.Equal(["a", "b", "c"], layout.Nodes.OrderBy(node => node.Y).Select(node => node.Node.Id));
    }

    [Fact]
    public void Ports_without_an_edge_end_side_by_side_below_their_node_and_beside_what_it_leads_to()
    {
        const double LongestName = 80;
        var flow = Flow.Parse(Flows.Of("a x\nb x\na:small -> b")).Flow!;

        var layout = FlowLayout.Of(flow, node => node.Id == "a" ? ["small", "medium", "large", "enormous", "fallback"] : []);

        Assert.Equal(["medium", "large", "enormous", "fallback"], layout.FreePorts.OrderBy(port => port.To.X).Select(port => port.Port));
        var (node, below) = (Place(layout, "a"), Place(layout, "b"));
        Assert.All(layout.FreePorts, port => Assert.InRange(port.From.X, node.X, node.X + FlowLayout.NodeWidth));
        double[] ends = [below.X + FlowLayout.NodeWidth - LongestName / 2, .. layout.FreePorts.Select(port => port.To.X).Order(), layout.Width + LongestName / 2];
        Assert.All(ends.Zip(ends.Skip(1)), pair => Assert.True(pair.Second - pair.First >= LongestName));
        Assert.All(layout.FreePorts, port => Assert.InRange(port.To.Y, below.Y, layout.Height));
    }

    [Fact]
    public void An_empty_flow_is_an_empty_picture()
    {
        var layout = FlowLayout.Of(Flow.Parse("""{"nodes": []}""").Flow!);
        Assert.Empty(layout.Nodes);
        Assert.Empty(layout.Edges);
    }

    static void CheckNodes(FlowLayout layout)
    {
        Assert.All(layout.Nodes, node => Assert.True(
            node.X >= 0 && node.Y >= 0 && node.X + FlowLayout.NodeWidth <= layout.Width + Hair && node.Y + FlowLayout.NodeHeight <= layout.Height + Hair));
        foreach (var row in layout.Nodes.GroupBy(node => node.Y))
        {
            var places = row.Select(node => node.X).Order().ToArray();
            Assert.All(places.Zip(places.Skip(1)), pair => Assert.True(pair.Second - pair.First >= FlowLayout.NodeWidth + FlowLayout.Gap - Hair));
        }
        var rows = layout.Nodes.Select(node => node.Y).Distinct().Order().ToArray();
        Assert.All(rows.Zip(rows.Skip(1)), pair => Assert.True(pair.Second - pair.First >= FlowLayout.NodeHeight + FlowLayout.LayerGap - Hair));
    }

    static string[][] Rows(FlowLayout layout) => [.. layout.Nodes.GroupBy(node => node.Y).Select(row => row.Select(node => node.Node.Id).ToArray())];

    static PlacedNode Place(FlowLayout layout, string id) => layout.Nodes.Single(node => node.Node.Id == id);

    static bool IsInside((double X, double Y) point, PlacedNode node) =>
        point.X > node.X && point.X < node.X + FlowLayout.NodeWidth && point.Y > node.Y && point.Y < node.Y + FlowLayout.NodeHeight;
}
