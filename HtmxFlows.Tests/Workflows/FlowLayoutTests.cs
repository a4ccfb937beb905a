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
            foreach (var (edge, points) in layout.Edges)
            {
                var (source, target) = (Place(layout, edge.Source), Place(layout, edge.Target));
                Assert.Equal((source.X + FlowLayout.NodeWidth / 2, source.Y + FlowLayout.NodeHeight), points[0]);
                Assert.Equal((target.X + FlowLayout.NodeWidth / 2, target.Y), points[^1]);
                Assert.All(points.Zip(points.Skip(1)), step => Assert.True(step.First.Y < step.Second.Y));
                Assert.All(points, point => Assert.DoesNotContain(layout.Nodes, node => node.Node.Id != edge.Source && node.Node.Id != edge.Target && IsInside(point, node)));
            }
        }
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

    static PlacedNode Place(FlowLayout layout, string id) => layout.Nodes.Single(node => node.Node.Id == id);

    static bool IsInside((double X, double Y) point, PlacedNode node) =>
        point.X > node.X && point.X < node.X + FlowLayout.NodeWidth && point.Y > node.Y && point.Y < node.Y + FlowLayout.NodeHeight;
}
