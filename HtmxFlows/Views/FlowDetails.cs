using HtmxFlows.Workflows;

namespace HtmxFlows.Views;

/// <summary>A flow on a page that shows and does not change it: as a picture or an outline, with the configuration of its nodes.</summary>
/// <param name="Node">The id of the node that is looked at.</param>
public sealed record FlowDetails(Flow Flow, IReadOnlyList<FlowProblem> Problems, DiagramOptions Look, string? Node)
{
    // A browser takes longer for the rows of more nodes than for their picture.
    const int MostRows = 100;

    public bool HasAllRows => Flow.Nodes.Count <= MostRows;

    /// <summary>The nodes whose configuration is shown: all, or of very many the one that is looked at.</summary>
    public IReadOnlyList<FlowNode> Rows => HasAllRows ? Flow.Nodes : [.. Flow.Nodes.Where(node => node.Id == Node)];

    /// <summary>How many nodes were imported without a type that is known here.</summary>
    public int Unsupported => Flow.Nodes.Count(node => node.IsPlaceholder);

    public Diagram Diagram => new(Flow)
    {
        Look = Look,
        Problems = Problems.Where(problem => !problem.IsWarning).Select(problem => problem.Node).OfType<string>().ToHashSet(),
        Selected = Node,
        NodeHref = HasAllRows ? null : node => $"{Look.With("node", node.Id)}#{DomIds.NodeRow(node.Id)}",
    };

    public FlowBar Bar => new(Diagram, Look, node => $"#{(Look.IsOutline ? DomIds.Outline(node.Id) : DomIds.Node(node.Id))}");
}
